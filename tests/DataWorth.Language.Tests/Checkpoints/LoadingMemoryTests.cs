using System.Runtime.InteropServices;
using DataWorth.Artifacts;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Checkpoints;

/// <summary>Runs alone: it watches the memory of the process.</summary>
[CollectionDefinition(nameof(LoadingMemoryTests), DisableParallelization = true)]
[Collection(nameof(LoadingMemoryTests))]
public sealed class LoadingMemoryTests
{
    private const long Mebi = 1 << 20;
    private const int MostTries = 4;

    [Theory]
    [InlineData(ScalarType.Float32, 4)]
    [InlineData(ScalarType.BFloat16, 2)]
    public async Task Loading_TakesTheModelAndNoMoreThanItsLargestTensor(ScalarType type, int size)
    {
        using var directory = new TemporaryFolder();
        LlamaOptions options = new()
        {
            VocabularySize = 32_768,
            Positions = 16,
            Width = 1024,
            InnerWidth = 2048,
            Layers = 4,
            Heads = 8,
            HasTiedHead = true,
        };
        var numbers = WriteZeros(directory, options);
        var largest = options.VocabularySize * options.Width * sizeof(float);
        Assert.Equal(128 * Mebi, largest);
        // 75 million numbers: 288 MiB, or 144 in 16 bits. TorchSharp makes a table of 16 bits from one in float32. The process may have pages
        // left of earlier tests, so that the lower bound says only that something was measured; and its allocator holes between them, which a
        // second try does not find again. A second copy of the model would be there at every try.
        var taken = await Peak(directory.Path, type);
        for (var tries = 1; tries < MostTries && taken > (numbers * size) + largest; tries++)
        {
            taken = await Peak(directory.Path, type);
        }

        Assert.InRange(taken, numbers * size / 3, (numbers * size) + largest);
    }

    private static async Task<long> Peak(string directory, ScalarType type)
    {
        GC.Collect();
        _ = malloc_trim(0);
        var before = Resident();
        var peak = before;
        using CancellationTokenSource end = new();
        var watch = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                peak = Math.Max(peak, Resident());
            }
        });
        using var opened = LanguageModelCheckpoint.Open(directory, type);
        await end.CancelAsync();
        await watch;
        return peak - before;
    }

    private static long Resident() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
        * Environment.SystemPageSize;

    // Without a network, whose memory would stay with the process.
    private static long WriteZeros(TemporaryFolder directory, LlamaOptions options)
    {
        using var shape = options.Create(device: META);
        LanguageModelCheckpoint.WriteConfiguration(directory.Path, shape);
        using var writer = SafetensorsFile.Create(
            Path.Combine(directory.Path, "model.safetensors"),
            shape.state_dict().Select(entry => new SafetensorsEntry("model." + entry.Key, SafetensorsDType.F32, entry.Value.shape))
        );
        var part = new byte[1 << 18];
        foreach (var entry in writer.Tensors)
        {
            for (var rest = entry.ByteCount; rest > 0; rest -= part.Length)
            {
                writer.Write(entry.Name, part.AsSpan(0, (int)Math.Min(rest, part.Length)));
            }
        }

        writer.Commit();
        return writer.Tensors.Sum(entry => entry.ElementCount);
    }

    [DllImport("libc")]
    private static extern int malloc_trim(nuint pad);
}
