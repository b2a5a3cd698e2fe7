using System.Runtime.InteropServices;
using DataWorth.Randomness;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Fills parameters from a seed: every parameter has a stream of its own, chosen by its name.</summary>
/// <remarks>The values depend on neither the order of the parameters nor the version of libtorch, and no global generator is
/// touched.</remarks>
/// <param name="seed">The seed.</param>
/// <param name="prefix">Dotted prefix of all names. Default none.</param>
public sealed class ParameterFiller(long seed, string prefix = "")
{
    private const int BlockSize = 1 << 16;

    /// <summary>Draws from U(−bound, bound).</summary>
    /// <param name="name">Dotted name of the parameter within the module.</param>
    /// <param name="parameter">The parameter, of any floating-point type.</param>
    /// <param name="bound">The bound.</param>
    public void Uniform(string name, Tensor parameter, double bound) =>
        Fill(name, parameter, random => (float)random.NextDouble(-bound, bound));

    /// <summary>Draws from N(0, deviation²).</summary>
    /// <param name="name">Dotted name of the parameter within the module.</param>
    /// <param name="parameter">The parameter, of any floating-point type.</param>
    /// <param name="deviation">The standard deviation.</param>
    public void Normal(string name, Tensor parameter, double deviation) =>
        Fill(name, parameter, random => (float)(deviation * random.NextNormal()));

    /// <summary>Sets one value.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">The value.</param>
    public void Constant(Tensor parameter, double value)
    {
        using var unused = no_grad();
        parameter.fill_(value);
    }

    /// <summary>A filler of the same seed for a submodule.</summary>
    /// <param name="name">Dotted name of the submodule.</param>
    public ParameterFiller Within(string name) => new(seed, prefix + name + ".");

    private void Fill(string name, Tensor parameter, Func<SeededRandom, float> draw)
    {
        using var unused = no_grad();
        var random = new SeededRandom(seed, Stream(prefix + name));
        using var flat = parameter.view(-1);
        var block = new float[Math.Min(BlockSize, parameter.NumberOfElements)];
        for (long start = 0; start < parameter.NumberOfElements; start += block.Length)
        {
            var count = (int)Math.Min(block.Length, parameter.NumberOfElements - start);
            for (var index = 0; index < count; index++)
            {
                block[index] = draw(random);
            }

            using var values = tensor(block[..count]);
            using var target = flat.narrow(0, start, count);
            target.copy_(values);
        }
    }

    // 64-bit FNV-1a over the UTF-16 text.
    private static ulong Stream(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in MemoryMarshal.AsBytes(name.AsSpan()))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }
}
