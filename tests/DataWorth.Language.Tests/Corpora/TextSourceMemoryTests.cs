using DataWorth.Language.Corpora;
using DataWorth.Language.Tests.Checkpoints;

namespace DataWorth.Language.Tests.Corpora;

/// <summary>Runs alone, with the other tests that watch the memory of the process.</summary>
[Collection(nameof(LoadingMemoryTests))]
public sealed class TextSourceMemoryTests
{
    [Fact]
    public void ALongFile_NeedsNoMemoryOfItsLength()
    {
        using TemporaryFolder directory = new();
        var line = $$"""{"text": "{{new string('a', 100_000)}}"}""" + "\n";
        using (var writer = File.CreateText(Path.Combine(directory.Path, "a.jsonl")))
        {
            for (var number = 0; number < 640; number++)
            {
                writer.Write(line);
            }
        }

        var most = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var (number, document) in TextSource.Open(new() { Path = directory.Path }).Index())
        {
            Assert.Equal(100_000, document.Text.Length);
            if (number % 64 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.InRange(most, long.MinValue, 8L << 20);
    }
}
