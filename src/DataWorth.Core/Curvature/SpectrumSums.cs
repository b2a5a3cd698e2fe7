using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Statistics;

namespace DataWorth.Curvature;

/// <summary>A pass of streaming randomised SVDs over the rows of several blocks: those that are not complete yet.</summary>
internal sealed class SpectrumSums : FeatureSums
{
    private readonly IReadOnlyList<(int Index, string Name, SpectrumPass Pass)> _blocks;
    private readonly List<Tensor> _given = [];

    /// <summary>Starts the pass.</summary>
    /// <param name="blocks">Index and name of each block, with its pass, which is taken over.</param>
    public SpectrumSums(IReadOnlyList<(int Index, string Name, SpectrumPass Pass)> blocks) => _blocks = blocks;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Sums
    {
        get
        {
            var sums = new Dictionary<string, Tensor>(base.Sums);
            foreach (var (_, name, pass) in _blocks)
            {
                foreach (var (key, tensor) in pass.ToSums())
                {
                    sums.Add($"{name}.{key}", tensor.DetachFromDisposeScope());
                    _given.Add(tensor);
                }
            }

            return sums;
        }
    }

    /// <inheritdoc/>
    public override void Add(FeatureBatch batch)
    {
        foreach (var (index, _, pass) in _blocks)
        {
            using var scope = NewDisposeScope();
            pass.Add(batch.Blocks[index].Flatten());
        }

        AddCount(batch.Count);
    }

    /// <inheritdoc/>
    public override void Merge(IReadOnlyDictionary<string, Tensor> part)
    {
        base.Merge(part);
        foreach (var (_, name, pass) in _blocks)
        {
            pass.Merge(Of(part, name));
        }
    }

    /// <summary>Ends the pass of each block.</summary>
    public IEnumerable<(string Name, TruncatedSpectrum? Result, IReadOnlyDictionary<string, Tensor> State)> End()
    {
        foreach (var (_, name, pass) in _blocks)
        {
            var (result, state) = pass.End();
            yield return (name, result, state);
        }
    }

    /// <summary>The tensors of a block, without its name.</summary>
    public static Dictionary<string, Tensor> Of(IReadOnlyDictionary<string, Tensor> tensors, string block) =>
        tensors
            .Where(entry => entry.Key.StartsWith(block + ".", StringComparison.Ordinal) && !entry.Key[(block.Length + 1)..].Contains('.'))
            .ToDictionary(entry => entry.Key[(block.Length + 1)..], entry => entry.Value);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        foreach (var (_, _, pass) in _blocks)
        {
            pass.Dispose();
        }

        _given.ForEach(tensor => tensor.Dispose());
    }
}
