using System.Text.Json;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>Asking a language model in words, and looking at one.</summary>
public sealed class AskCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-ask-").FullName;

    public AskCommandTests() => TinyLanguage.Write(_folder);

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    public async Task TokensOfAPassage_AddUpToItsScore_AndAreItsText(string method)
    {
        await Fit(method);
        var answer = await Json("ask", "The owl on the farm", "--completion", " says hoot.", "--name", "farm", "--store", Store);
        Assert.Equal(" says hoot.", answer.GetProperty("completion").GetString());
        var passages = answer.GetProperty("passages").EnumerateArray().ToList();
        Assert.Equal(6, passages.Count);
        Assert.Equal("owl.txt", passages[0].GetProperty("document").GetString());
        var largest = passages.Max(passage => Math.Abs(passage.GetProperty("score").GetDouble()));
        foreach (var passage in passages)
        {
            var tokens = passage.GetProperty("tokens").EnumerateArray().ToList();
            Assert.Equal(
                passage.GetProperty("score").GetDouble(),
                tokens.Sum(token => token.GetProperty("score").GetDouble()),
                1e-3 * largest
            );
            var text = await File.ReadAllTextAsync(Path.Combine(_folder, "texts", passage.GetProperty("document").GetString()!));
            Assert.Equal(text, string.Concat(tokens.Select(token => token.GetProperty("text").GetString())));
        }
    }

    [Fact]
    public async Task PromptAndCompletionOfAFile_AreTheQuestionOfAsk()
    {
        await Fit("logra");
        var queries = Path.Combine(_folder, "queries.jsonl");
        await File.WriteAllTextAsync(queries, """{"prompt": "The owl on the farm", "completion": " says hoot."}""");
        var asked = await Json("ask", "The owl on the farm", "--completion", " says hoot.", "--name", "farm", "--store", Store);
        string[] fields = ["--prompt-field", "prompt", "--completion-field", "completion"];
        var found = await Json(["topk", "--name", "farm", "--queries", queries, .. fields, "--k", "3", "--store", Store]);
        var proponents = found.GetProperty("queries")[0].GetProperty("proponents").EnumerateArray().ToList();
        var expected = asked
            .GetProperty("passages")
            .EnumerateArray()
            .ToDictionary(passage => passage.GetProperty("id").GetString()!, passage => passage.GetProperty("score").GetDouble());
        var largest = expected.Values.Max(Math.Abs);
        Assert.All(proponents, row =>
            Assert.Equal(expected[row.GetProperty("id").GetString()!], row.GetProperty("score").GetDouble(), 1e-4 * largest)
        );
        Assert.NotEmpty(proponents);
    }

    [Fact]
    public async Task AGeneratedAnswer_IsTheSameWithTheSameSeed_AndIsWrittenAsAPage()
    {
        await Fit("logra");
        var page = Path.Combine(_folder, "answer.html");
        string[] ask = ["ask", "The cow", "--name", "farm", "--max-tokens", "5", "--temperature", "1", "--seed", "4", "--store", Store];
        var first = await Json([.. ask, "--html", page, "--top", "2"]);
        var second = await Json(ask);
        Assert.Equal(first.GetProperty("completion").GetString(), second.GetProperty("completion").GetString());
        Assert.Equal(2, first.GetProperty("passages").GetArrayLength());
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("background: rgb(", html, StringComparison.Ordinal);
        Assert.Contains(".txt, character 0", html, StringComparison.Ordinal);
        var text = await CommandRun.Of([.. ask, "--top", "1"]);
        Assert.True(text.ExitCode == 0, text.Messages);
        Assert.Contains(".txt, character 0", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bm25_RanksThePassagesByTheirWords_BesideTheirScores()
    {
        await Fit("logra");
        string[] ask = ["ask", "The owl on the farm says", "--completion", " hoot", "--name", "farm", "--store", Store];
        var answer = await Json([.. ask, "--bm25"]);
        var matches = answer.GetProperty("bm25").EnumerateArray().ToList();
        Assert.Equal("owl.txt", matches[0].GetProperty("document").GetString());
        Assert.StartsWith("The owl on the farm", matches[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(matches.OrderByDescending(Score).Select(Id), matches.Select(Id));
        var passages = answer.GetProperty("passages").EnumerateArray().ToList();
        Assert.All(passages, passage =>
            Assert.Equal(
                1 + matches.Count(match => Score(match) > Score(matches.Single(own => Id(own) == Id(passage)))),
                passage.GetProperty("bm25Rank").GetInt32()
            )
        );
        var text = await CommandRun.Of([.. ask, "--bm25"]);
        Assert.Contains("owl.txt, character 0, BM25 rank 1", text.Output, StringComparison.Ordinal);
        var without = await Json(ask);
        Assert.False(without.TryGetProperty("bm25", out _));

        static double Score(JsonElement match) => match.GetProperty("score").GetDouble();
        static string? Id(JsonElement match) => match.GetProperty("id").GetString();
    }

    [Theory]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    public async Task SharesOfLayersAndOfTokensOnBothSides_AddUp(string method)
    {
        await Fit(method);
        string[] ask = ["ask", "The owl on the farm", "--completion", " says hoot.", "--name", "farm", "--store", Store];
        var answer = await Json([.. ask, "--layers", "--query-tokens"]);
        var passages = answer.GetProperty("passages").EnumerateArray().ToList();
        var largest = passages.Max(passage => Math.Abs(passage.GetProperty("score").GetDouble()));
        foreach (var passage in passages)
        {
            var layers = passage.GetProperty("layers").EnumerateArray().ToList();
            Assert.Equal(8, layers.Count); // seven of the block and the head
            Assert.StartsWith("layers.0.", layers[^1].GetProperty("module").GetString(), StringComparison.Ordinal);
            Assert.Equal(passage.GetProperty("score").GetDouble(), Sum(layers), Rounding(layers));
            var unrounded = passage.GetProperty("unrounded").GetDouble();
            var tokens = passage.GetProperty("tokens").EnumerateArray().ToList();
            Assert.Equal(unrounded, Sum(tokens), Rounding(tokens));
            var asking = passage.GetProperty("queryTokens").EnumerateArray().ToList();
            Assert.Equal(unrounded, Sum(asking), 1e-3 * largest);
            Assert.Equal("The owl on the farm says hoot.", string.Concat(asking.Select(token => token.GetProperty("text").GetString())));
            if (method != "lorif")
            {
                Assert.Equal(passage.GetProperty("score").GetDouble(), unrounded, 1e-3 * largest);
            }
        }

        var text = await CommandRun.Of([.. ask, "--layers", "--query-tokens"]);
        Assert.Contains("asked for by: The owl on the farm says hoot.", text.Output, StringComparison.Ordinal);
        Assert.Contains("  from l", text.Output, StringComparison.Ordinal);

        static double Sum(IEnumerable<JsonElement> shares) => shares.Sum(share => share.GetProperty("score").GetDouble());

        // Shares are float32, and cancel with each other and within (a preconditioned query is longer than its products): what is rounded is as
        // large as what cancels. 1e-5 was seen.
        double Rounding(IEnumerable<JsonElement> shares) =>
            1e-4 * Math.Max(largest, shares.Sum(share => Math.Abs(share.GetProperty("score").GetDouble())));
    }

    [Fact]
    public async Task Layers_OfAMethodThatMixesThem_AreRefused()
    {
        await Fit("trak");
        var run = await CommandRun.Of(["ask", "The cow", "--name", "farm", "--layers", "--store", Store]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("its projection mixes the gradients of all modules", run.Messages, StringComparison.Ordinal);
        Assert.Contains("Leave --layers out", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecondFit_RanksWhatTheFirstNames()
    {
        await Fit("lorif");
        await Fit("ekfac", "sharp");
        string[] ask = ["ask", "The owl", "--completion", " says hoot.", "--store", Store, "--top", "4"];
        var alone = await Json([.. ask, "--name", "sharp"]);
        var both = await Json([.. ask, "--name", "farm", "--then", "sharp"]);
        Assert.Equal(Ids(alone), Ids(both));
        Assert.Equal(1, both.GetProperty("stages").GetProperty("recall").GetDouble());
        Assert.Equal(6, both.GetProperty("stages").GetProperty("scoredRows").GetInt32());
        var text = await CommandRun.Of([.. ask, "--name", "farm", "--then", "sharp"]);
        Assert.Contains("'sharp' scored 6 training examples", text.Output, StringComparison.Ordinal);
        Assert.Contains("100 % are on the shortlist", text.Output, StringComparison.Ordinal);

        static IEnumerable<string?> Ids(JsonElement answer) =>
            answer
                .GetProperty("passages")
                .EnumerateArray()
                .Select(passage => $"{passage.GetProperty("id").GetString()} {passage.GetProperty("score").GetDouble():g4}");
    }

    [Theory]
    [InlineData("--completion is", "The completion is empty", "--completion", "")]
    [InlineData("--completion with a seed", "leave --max-tokens, --temperature and --seed out", "--completion", "x", "--seed", "1")]
    [InlineData("a temperature", "--temperature is -1, expected a number from 0", "--temperature", "-1")]
    [InlineData("no temperature", "--temperature is NaN, expected a number from 0", "--temperature", "nan")]
    [InlineData("no text", "The completion has something at character 3 that is no text", "--completion", "hoo\ufffd")]
    public async Task WhatCannotBeAsked_IsRefusedWithTheReason(string what, string message, params string[] options)
    {
        await Fit("logra");
        var run = await CommandRun.Of(["ask", "The cow", "--name", "farm", "--store", Store, .. options]);
        Assert.True(run.ExitCode == 2, what + run.Output);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_LooksAtAModel()
    {
        var model = Path.Combine(_folder, "model");
        var run = await CommandRun.Of(["doctor", "--model", model, "--json"]);
        Assert.True(run.ExitCode == 0, run.Messages + run.Output);
        using var document = JsonDocument.Parse(run.Output);
        var findings = document.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(
            ["model", "beginning", "with padding", "in a batch", "its tokens", "loss"],
            findings.Select(finding => finding.GetProperty("name").GetString())
        );
        // It was never trained: the only thing to be warned of.
        Assert.Equal(["ok", "ok", "ok", "ok", "ok", "warning"], findings.Select(finding => finding.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Doctor_SaysWhenAllGradientsAreZero()
    {
        var model = Path.Combine(_folder, "model");
        var weights = Path.Combine(model, "model.safetensors");
        var bytes = await File.ReadAllBytesAsync(weights);
        bytes.AsSpan(8 + (int)BitConverter.ToInt64(bytes)).Clear();
        await File.WriteAllBytesAsync(weights, bytes);
        var run = await CommandRun.Of(["doctor", "--model", model]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("all of them are 0", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stands beside a text", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arnoldi_HasSecondDerivativesOfAttention()
    {
        var fit = await Fit("arnoldi");
        Assert.Equal("arnoldi", fit.GetProperty("method").GetString());
    }

    [Fact]
    public async Task Doctor_SaysWhichTextIsMissing()
    {
        var run = await CommandRun.Of(["doctor", "--model", Path.Combine(_folder, "model"), "--text", Path.Combine(_folder, "none.txt")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--text names '", run.Messages, StringComparison.Ordinal);
    }

    private string Store => $"file:{Path.Combine(_folder, "store")}";

    private Task<JsonElement> Fit(string method, string name = "farm") =>
        Json(
            "fit",
            "--data",
            Path.Combine(_folder, "texts"),
            "--model",
            Path.Combine(_folder, "model"),
            "--block-is-packed",
            "false",
            "--method",
            method,
            "--name",
            name,
            "--store",
            Store
        );

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        var run = await CommandRun.Of([.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Messages + run.Output);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
