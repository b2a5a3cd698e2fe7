using System.Text.Json;
using DataWorth.Tests.Shared.Browser;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>One's own table from the fit to the page, as a person types it.</summary>
public sealed class FitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-fit-").FullName;

    public FitCommandTests() => FlowerFiles.Write(_folder);

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Fact]
    public async Task SecondFit_TrainsNothing_AndReusesAllRows()
    {
        var first = await Json(Fit());
        var second = await Json(Fit());
        Assert.True(first.GetProperty("trained").GetBoolean());
        Assert.Equal(0, first.GetProperty("reusedExamples").GetInt64());
        Assert.False(second.GetProperty("trained").GetBoolean());
        Assert.Equal(120, second.GetProperty("reusedExamples").GetInt64());
        Assert.Equal(first.GetProperty("gradientArtifact").GetString(), second.GetProperty("gradientArtifact").GetString());
        Assert.Equal(["iris", "rose", "tulip"], first.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("logra")]
    [InlineData("ekfac")]
    public async Task TopK_NeedsNothingButTheName(string method)
    {
        await Json(Fit(method));
        var labelled = await Json($"topk --name flowers --queries {Path("test.csv")} --k 3 {Store}");
        var bare = await Json($"topk --name flowers --queries {Path("new.csv")} --k 3 {Store}");
        Assert.Equal(12, labelled.GetProperty("queries").GetArrayLength());
        var answers = bare.GetProperty("queries").EnumerateArray().ToDictionary(query => query.GetProperty("id").GetString()!);
        foreach (var query in labelled.GetProperty("queries").EnumerateArray())
        {
            var other = answers[query.GetProperty("id").GetString()!];
            Assert.Equal(query.GetProperty("proponents").GetRawText(), other.GetProperty("proponents").GetRawText());
            Assert.Equal(query.GetProperty("opponents").GetRawText(), other.GetProperty("opponents").GetRawText());
            if (query.GetProperty("proponents").GetArrayLength() == 0)
            {
                continue; // of a prediction that is certain, nothing speaks for or against it
            }

            Assert.InRange(query.GetProperty("proponents").GetArrayLength(), 1, 3);
            var strongest = query.GetProperty("proponents")[0];
            Assert.Equal(
                strongest.GetProperty("score").GetDouble() / 120,
                strongest.GetProperty("effect").GetDouble(),
                1e-9 * Math.Abs(strongest.GetProperty("score").GetDouble())
            );
        }

        Assert.Contains(labelled.GetProperty("queries").EnumerateArray(), query => query.GetProperty("proponents").GetArrayLength() == 3);

        // Wrong predictions come first, then the least certain.
        var order = labelled
            .GetProperty("queries")
            .EnumerateArray()
            .Select(query =>
                (
                    query.GetProperty("predicted").GetString() == query.GetProperty("label").GetString(),
                    query.GetProperty("probability").GetDouble()
                )
            )
            .ToList();
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public async Task Scores_OfTrainingRowsAsCandidates_AreThoseOfTopK()
    {
        await Json(Fit());
        var neighbours = await Json($"topk --name flowers --queries {Path("test.csv")} --k 120 --explain label {Store}");
        var scores = await Json(
            $"score --name flowers --queries {Path("test.csv")} --candidates {Path("train.csv")} --explain label --out {Path("scores.csv")} {Store}"
        );
        var queries = scores.GetProperty("queries").EnumerateArray().Select(id => id.GetString()!).ToList();
        var byCandidate = scores
            .GetProperty("candidates")
            .EnumerateArray()
            .ToDictionary(
                candidate => candidate.GetProperty("id").GetString()!,
                candidate => candidate.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()).ToList()
            );
        var effects = scores
            .GetProperty("candidates")
            .EnumerateArray()
            .ToDictionary(
                candidate => candidate.GetProperty("id").GetString()!,
                candidate => candidate.GetProperty("effects").EnumerateArray().Select(effect => effect.GetDouble()).ToList()
            );
        Assert.Equal(neighbours.GetProperty("unit").GetString(), scores.GetProperty("unit").GetString());
        Assert.StartsWith("candidate,label,effect:query-0,", await File.ReadAllTextAsync(Path("scores.csv")), StringComparison.Ordinal);
        foreach (var query in neighbours.GetProperty("queries").EnumerateArray())
        {
            var column = queries.IndexOf(query.GetProperty("id").GetString()!);
            var largest = byCandidate.Values.Max(row => Math.Abs(row[column]));
            foreach (var neighbour in query.GetProperty("proponents").EnumerateArray())
            {
                var score = byCandidate[neighbour.GetProperty("id").GetString()!][column];
                Assert.Equal(neighbour.GetProperty("score").GetDouble(), score, 1e-4 * largest); // float32 rows, stored and made again
                var effect = effects[neighbour.GetProperty("id").GetString()!][column];
                Assert.Equal(neighbour.GetProperty("effect").GetDouble(), effect, 1e-4 * largest / 120);
            }
        }
    }

    [Fact]
    public async Task Suspects_FindWrongLabels_AndAreWritten()
    {
        await Json(Fit());
        var list = Path("suspects.csv");
        var suspects = await Json($"suspects --name flowers --top 24 --out {list} {Store}");
        var found = suspects.GetProperty("suspects").EnumerateArray().Select(suspect => suspect.GetProperty("id").GetString()!).ToList();
        Assert.Equal(24, found.Count);
        var wrong = Enumerable.Range(0, 120).Where(i => i % 10 == 9).Select(i => $"flower-{i}").ToHashSet();
        Assert.True(found.Count(wrong.Contains) >= 6, string.Join(' ', found)); // at random 2.4 of the 12
        Assert.Equal(25, (await File.ReadAllLinesAsync(list)).Length);
    }

    [ChromiumFact]
    public async Task Report_ShowsRowsOfTheTable()
    {
        await Json(Fit());
        var page = Path("page.html");
        await Json($"report --name flowers --queries {Path("test.csv")} --out {page} {Store}");
        await using var browser = await Chromium.StartAsync();
        var shown = await BrowserPage.OpenAsync(browser, page, 390, 844, dark: true);
        Assert.Empty(shown.Errors);
        Assert.Empty(shown.Requests);
        Assert.Equal(390, (int)(await shown.EvaluateAsync("document.documentElement.scrollWidth"))!);
        Assert.Equal(12, (int)(await shown.EvaluateAsync("document.querySelectorAll('article.query').length"))!);
        var text = (string)(await shown.EvaluateAsync("document.body.textContent"))!;
        Assert.Contains("colour", text, StringComparison.Ordinal);
        Assert.Contains("flower-", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangedData_AreRefused_MovedOnesAreFound()
    {
        await Json(Fit());
        var moved = Path("moved.csv");
        File.Move(Path("train.csv"), moved);
        var ask = $"topk --name flowers --queries {Path("test.csv")} {Store}";
        var gone = await CommandRun.Of(ask);
        Assert.Equal(2, gone.ExitCode);
        Assert.Contains("give --data where they are now", gone.Messages, StringComparison.Ordinal);
        var found = await CommandRun.Of($"{ask} --data {moved}");
        Assert.True(found.ExitCode == 0, found.Messages);
        var ids = await CommandRun.Of($"{ask} --ids-only");
        Assert.True(ids.ExitCode == 0, ids.Messages);
        var lines = await File.ReadAllLinesAsync(moved);
        lines[5] = "flower-4,7.5,7.5,red,rose";
        await File.WriteAllLinesAsync(moved, lines);
        var other = await CommandRun.Of($"{ask} --data {moved}");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains(
            $"'{moved}' had 120 rows then, 120 now; the first that differs is row 5, 'flower-4'.",
            other.Messages,
            StringComparison.Ordinal
        );
        var command = other
            .Messages[other.Messages.IndexOf("dataworth fit ", StringComparison.Ordinal)..]
            .Trim()
            .Replace(Path("train.csv"), moved, StringComparison.Ordinal)
            .Replace("'", "", StringComparison.Ordinal);
        Assert.Contains("--label-column kind", command, StringComparison.Ordinal);
        var again = await Json($"{command["dataworth ".Length..]} {Store}");
        Assert.Equal(("flowers", 120), (again.GetProperty("name").GetString(), again.GetProperty("examples").GetInt32()));
        await File.WriteAllLinesAsync(moved, lines[..^1]);
        var fewer = await CommandRun.Of($"{ask} --data {moved}");
        const string Fewer = "120 rows then, 119 now; the first that differs is row 120, 'flower-119'.";
        Assert.Contains(Fewer, fewer.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit --data train.csv --model mlp --train", "'train.csv' has no labels", "--label-column")]
    [InlineData("fit --data train.csv --model mpl --label-column kind --train", "--model is 'mpl'", "Did you mean 'mlp'?")]
    [InlineData("fit --data train.csv --model mlp --label-column kind", "The network has no weights", "--train")]
    [InlineData("fit --data train.csv --model mlp --label-column kind --epochs 3", "options of the training do nothing: --epochs", "")]
    [InlineData("fit --data train.csv --model mlp --label-column kin --train", "kin", "kind")]
    [InlineData("fit --data train.csv --model mlp --label-column kind --train --set rnak=3", "rnak", "Did you mean 'rank'?")]
    [InlineData("fit --data train.csv --model mlp --label-column kind --train --name ../x", "../x", "--name")]
    [InlineData("fit --data train.csv --model mlp --label-column kind --train --method lorga", "lorga", "logra")]
    [InlineData("fit --data train.csv --model resnet9 --label-column kind --train", "images", "")]
    [InlineData(
        "fit --data train.csv --model mlp --label-column kind --train --set model.hidden=9000,9000 --rank 9000",
        "does not fit",
        "The largest rank that fits is"
    )]
    public async Task WhatCannotWork_IsSaidBeforeTraining(string command, string what, string remedy)
    {
        var run = await CommandRun.Of($"{command.Replace("train.csv", Path("train.csv"), StringComparison.Ordinal)} {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(what.Replace("train.csv", Path("train.csv"), StringComparison.Ordinal), run.Messages, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("train:", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectData_SaysWhatIsUsedAsWhat()
    {
        var data = await Json($"inspect data --data {Path("train.csv")} --label-column kind");
        var uses = data.GetProperty("columns")
            .EnumerateArray()
            .ToDictionary(column => column.GetProperty("name").GetString()!, column => column.GetProperty("use").GetString());
        Assert.Equal("id", uses["id"]);
        Assert.Equal("label", uses["kind"]);
        Assert.Equal("feature", uses["length"]);
        Assert.Equal("features (one of 2)", uses["colour"]);
        Assert.Equal([4], data.GetProperty("itemShape").EnumerateArray().Select(size => size.GetInt32()));
    }

    [Fact]
    public async Task InspectModelAndStore_ListModulesAndFits()
    {
        var model = await Json($"inspect model --data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=5,6");
        Assert.Equal((4 * 5) + (5 * 6) + (6 * 3), model.GetProperty("parameterCount").GetInt64());
        Assert.Equal(1, model.GetProperty("trackedShare").GetDouble());
        await Json(Fit());
        var fits = (await Json($"inspect store {Store}")).GetProperty("fits");
        Assert.Equal("flowers", fits[0].GetProperty("name").GetString());
        Assert.Equal(120, fits[0].GetProperty("examples").GetInt64());
    }

    [Fact]
    public async Task FitThatIsCalledAsAnArtifactBegins_IsNotTakenForIt()
    {
        await Json(Fit().Replace("--name flowers", "--name gradients", StringComparison.Ordinal));
        var run = await CommandRun.Of($"store rm gradients {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'gradients' is the name of a fit and the beginning of 1 artifact: fit/", run.Messages, StringComparison.Ordinal);
        Assert.Contains(", gradients/", run.Messages, StringComparison.Ordinal);
    }

    private string Store => $"--store {Path("store")}";

    private string Path(string file) => System.IO.Path.Combine(_folder, file);

    private string Fit(string method = "logra") =>
        $"fit --data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=16,8 --train --epochs 15 --name flowers "
        + $"--method {method} {(method == "logra" ? "--rank 4" : "")} {Store}";

    private static async Task<JsonElement> Json(string command)
    {
        var run = await CommandRun.Of(command + " --json");
        Assert.True(run.ExitCode == 0, run.Messages);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
