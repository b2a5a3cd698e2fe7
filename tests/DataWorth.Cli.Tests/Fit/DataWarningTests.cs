using System.Text.Json;
using DataWorth.Cli.Hosting;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>What happens to data that their owner may not expect is a warning on standard error and in the document.</summary>
public sealed class DataWarningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-warning-").FullName;

    public DataWarningTests() => FlowerFiles.Write(_folder, rows: 60);

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Fact]
    public async Task QueryImagesOfAnotherSize_AreAWarning()
    {
        foreach (var index in Enumerable.Range(0, 8))
        {
            Draw($"photos/{(index % 2 == 0 ? "dark" : "light")}/{index}.png", 4, index % 2 == 0 ? index : 200 + index);
            Draw($"photos/.thumbs/{index}.png", 2, index);
        }

        Draw("asked/dark/1.png", 16, 3);
        var fit = await Json($"fit --data {Path("photos")} --model mlp --set model.hidden=4 --train --rank 2 --name photos {Store}");
        Assert.Equal(["dark", "light"], fit.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("A hidden entry is skipped: '.thumbs'.", Warnings(fit));
        const string Resized =
            "1 of 1 images is 16 x 16 pixels (height x width), such as 'dark/1.png'; it is resized to 4 x 4 as the rows of the fit were.";
        foreach (var command in new[] { "topk", $"report --out {Path("page.html")}", $"score --candidates {Path("photos")}" })
        {
            var run = await CommandRun.Of($"{command} --name photos --queries {Path("asked")} {Store} --json");
            Assert.True(run.ExitCode == 0, run.Messages);
            Assert.Contains($"warning: {Resized}", run.Messages, StringComparison.Ordinal);
            using var document = JsonDocument.Parse(run.Output);
            Assert.Contains(Resized, Warnings(document.RootElement));
        }
    }

    [Fact]
    public async Task CopyOfTheLabel_IsAWarningOfInspectAndFit()
    {
        var lines = await File.ReadAllLinesAsync(Path("train.csv"));
        await File.WriteAllLinesAsync(
            Path("train.csv"),
            lines.Select((line, i) => $"{line},{(i == 0 ? "copy" : line.Split(',')[^1].ToUpperInvariant())}")
        );
        const string Copy =
            "Column 'copy' tells the label 'kind' exactly, each of its 3 values one class: if it is a copy, leave it out with --features '!copy'.";
        Assert.Contains(Copy, Warnings(await Json($"inspect data --data {Path("train.csv")} --label-column kind")));
        Assert.Contains(Copy, Warnings(await Json(Fit)));
    }

    [Fact]
    public async Task QueryLabelOfAnotherName_IsTaken_OrItsColumnsAreNamed()
    {
        await Json(Fit);
        var text = await File.ReadAllTextAsync(Path("test.csv"));
        await File.WriteAllTextAsync(Path("class.csv"), text.Replace(",kind", ",class", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path("sort.csv"), text.Replace(",kind", ",sort", StringComparison.Ordinal));
        var found = await Json($"topk --name flowers --queries {Path("class.csv")} --explain label {Store}");
        Assert.StartsWith(
            "There is no column 'kind', the label of the fit: 'class' is taken",
            Assert.Single(Warnings(found)),
            StringComparison.Ordinal
        );
        var none = await CommandRun.Of($"topk --name flowers --queries {Path("sort.csv")} --explain label {Store}");
        Assert.Equal(ExitCodes.BadInput, none.ExitCode);
        Assert.Contains("Columns: id, length, width, colour, sort. Give --label-column.", none.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueriesFarOutside_AreNamedInEachAnswer()
    {
        await Json(Fit);
        await File.WriteAllLinesAsync(Path("far.csv"), [FlowerFiles.Header, "near,1,2,red,iris", "far,1,9000,red,"]);
        var found = await Json($"topk --name flowers --queries {Path("far.csv")} --k 1 {Store}");
        Assert.Contains(Warnings(found), warning => warning.StartsWith("1 of 2 rows is far outside", StringComparison.Ordinal));
        foreach (var query in found.GetProperty("queries").EnumerateArray())
        {
            var isFar = query.GetProperty("id").GetString() == "far";
            Assert.Equal(isFar, query.TryGetProperty("outside", out var outside) && outside.ValueKind == JsonValueKind.Array);
            if (isFar)
            {
                Assert.Equal(("width", 9000), (outside[0].GetProperty("column").GetString(), outside[0].GetProperty("value").GetDouble()));
            }
        }

        var shown = await CommandRun.Of($"topk --name flowers --queries {Path("far.csv")} --k 1 {Store}");
        Assert.Contains("far out: width", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueriesOfWhichSomeHaveNoLabel_AreAnsweredAllTheSame_CandidatesAreNot()
    {
        await Json(Fit);
        var lines = await File.ReadAllLinesAsync(Path("test.csv"));
        await File.WriteAllLinesAsync(Path("some.csv"), lines.Select((line, i) => i == 2 ? line[..(line.LastIndexOf(',') + 1)] : line));
        var found = await Json($"topk --name flowers --queries {Path("some.csv")} --explain label {Store}");
        Assert.StartsWith("Label column 'kind' is empty in 1 of 12 rows", Assert.Single(Warnings(found)), StringComparison.Ordinal);
        var query = found.GetProperty("queries").EnumerateArray().Single(query => query.GetProperty("id").GetString() == "query-1");
        Assert.True(!query.TryGetProperty("label", out var label) || label.ValueKind == JsonValueKind.Null);
        Assert.NotEmpty(query.GetProperty("proponents").EnumerateArray());
        var refused = await CommandRun.Of($"score --name flowers --queries {Path("some.csv")} --candidates {Path("some.csv")} {Store}");
        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains("Row 'query-1' has no label", refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SuspectsOfOneSelfInfluence_AreSaidToBeTies_AndTrakToRankWeakly()
    {
        var lines = await File.ReadAllLinesAsync(Path("train.csv"));
        var copies = Enumerable.Range(0, 4).Select(i => lines[10].Replace("flower-9", $"copy-{i}", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(Path("train.csv"), [.. lines, .. copies]);
        await Json(Fit);
        var all = await Json($"suspects --name flowers --top 64 {Store}");
        var found = all.GetProperty("suspects").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!);
        Assert.Equal(4, found["copy-0"].GetProperty("ties").GetInt32());
        const string Tied = "have the same self-influence as other examples";
        Assert.Contains(Warnings(all), warning => warning.Contains(Tied, StringComparison.Ordinal));
        await Json(Fit.Replace("--rank 4", "--method trak", StringComparison.Ordinal));
        Assert.Contains(
            Warnings(await Json($"suspects --name flowers {Store}")),
            warning => warning.Contains("Fit ekfac or logra for suspects", StringComparison.Ordinal)
        );
    }

    private void Draw(string path, int side, int grey)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(path))!);
        using Image<L8> image = new(side, side, new((byte)grey));
        image.SaveAsPng(Path(path));
    }

    private string Store => $"--store {Path("store")}";

    private string Fit =>
        $"fit --data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=8 --train --rank 4 --name flowers {Store}";

    private string Path(string file) => System.IO.Path.Combine(_folder, file);

    private static IEnumerable<string> Warnings(JsonElement document) =>
        document.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!);

    private static async Task<JsonElement> Json(string command)
    {
        var run = await CommandRun.Of(command + " --json");
        Assert.True(run.ExitCode == 0, run.Messages);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
