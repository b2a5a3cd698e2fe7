using System.Globalization;
using DataWorth.Randomness;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>A table of flowers in three classes that hardly overlap, some of them with a wrong label.</summary>
internal static class FlowerFiles
{
    public const string Header = "id,length,width,colour,kind";

    private static readonly string[] s_kinds = ["iris", "rose", "tulip"];

    /// <summary>Writes the training table and one of queries; every tenth training label is wrong.</summary>
    /// <param name="folder">Where they go: train.csv, test.csv, and new.csv without labels.</param>
    /// <param name="rows">Rows of the training table.</param>
    public static void Write(string folder, int rows = 120)
    {
        var random = new SeededRandom(3);
        string[] train = [.. Enumerable.Range(0, rows).Select(i => Row(random, "flower", i, i % 10 == 9 ? (i + 1) % 3 : i % 3))];
        string[] test = [.. Enumerable.Range(0, 12).Select(i => Row(random, "query", i, i % 3))];
        File.WriteAllLines(Path.Combine(folder, "train.csv"), [Header, .. train]);
        File.WriteAllLines(Path.Combine(folder, "test.csv"), [Header, .. test]);
        string[] both = [Header, .. test];
        File.WriteAllLines(Path.Combine(folder, "new.csv"), both.Select(line => line[..line.LastIndexOf(',')]));
    }

    private static string Row(SeededRandom random, string name, int index, int label)
    {
        var (length, width) = ((4 * (index % 3)) + random.NextNormal(), (3 - (index % 3)) * 2 + random.NextNormal());
        var colour = random.NextInt32(3) == 0 ? "white" : "red";
        return string.Create(CultureInfo.InvariantCulture, $"{name}-{index},{length:0.000},{width:0.000},{colour},{s_kinds[label]}");
    }
}
