using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>A language model and texts from the fit to the page, as a person types it.</summary>
public sealed class TextFitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-text-").FullName;

    public TextFitTests() => TinyLanguage.Write(_folder);

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    [InlineData("gradient-dot")]
    public async Task EachTextOfTheTrainingData_IsItsOwnStrongestPassage(string method)
    {
        var fit = await Json(Fit(method));
        Assert.Equal(6, fit.GetProperty("examples").GetInt32());
        Assert.InRange(fit.GetProperty("tokenLoss").GetDouble(), 4, 8); // untrained: about ln 300
        Assert.Equal(0, fit.GetProperty("classes").GetArrayLength());
        var found = await Json($"topk --name farm --queries {At("texts")} --k 2 {Store}");
        Assert.Equal(6, found.GetProperty("queries").GetArrayLength());
        foreach (var query in found.GetProperty("queries").EnumerateArray())
        {
            var best = query.GetProperty("proponents")[0];
            Assert.Equal(query.GetProperty("id").GetString(), best.GetProperty("id").GetString());
            var file = query.GetProperty("id").GetString()!.Split('@')[0];
            Assert.Equal($"{file}, character 0", best.GetProperty("label").GetString());
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(At("texts"), file)), best.GetProperty("text").GetString());
            Assert.Equal(best.GetProperty("text").GetString(), query.GetProperty("text").GetString());
        }
    }

    [Fact]
    public async Task PackedBlocks_SayFromWhichDocumentAndCharacter()
    {
        var fit = await Json($"fit --data {At("texts")}/*.txt --model {At("model")} --block-length 8 --name farm {Store}");
        Assert.True(fit.GetProperty("examples").GetInt32() > 6);
        var found = await Json($"topk --name farm --queries {At("texts/owl.txt")} --k 100 {Store}");
        var texts = Directory.EnumerateFiles(At("texts")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        foreach (var passage in found.GetProperty("queries")[0].GetProperty("proponents").EnumerateArray())
        {
            Assert.StartsWith("texts/block-", passage.GetProperty("id").GetString(), StringComparison.Ordinal);
            var place = passage.GetProperty("label").GetString()!.Split(", character ");
            var part = passage.GetProperty("text").GetString()!.Split("\n\n")[0];
            Assert.Equal(part, texts[place[0]].Substring(int.Parse(place[1].Split(" to ")[0]), part.Length));
        }
    }

    [Fact]
    public async Task PackedPassages_NameAllOfTheirDocuments_AndShowWhereEachBegins()
    {
        await Json($"fit --data {At("texts")} --model {At("model")} --block-length 44 --method logra --name farm {Store}");
        string[] ask = ["ask", "The owl", "--completion", " on the farm", "--name", "farm", "--bm25", .. Store.Split(' ')];
        var answer = await CommandRun.Of([.. ask, "--json"]);
        Assert.True(answer.ExitCode == 0, answer.Messages);
        var root = JsonDocument.Parse(answer.Output).RootElement;
        var texts = Directory.EnumerateFiles(At("texts")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        var passages = root.GetProperty("passages").EnumerateArray().ToList();
        Assert.Contains(passages, passage => passage.GetProperty("spans").GetArrayLength() > 1);
        foreach (var passage in passages.Concat(root.GetProperty("bm25").EnumerateArray()))
        {
            var spans = passage.GetProperty("spans").EnumerateArray().ToList();
            var place = passage.GetProperty("place").GetString()!;
            Assert.StartsWith($"{Name(spans[0])}, character {spans[0].GetProperty("offset").GetInt32()}", place, StringComparison.Ordinal);
            Assert.All(spans, span => Assert.Contains(Name(span), place, StringComparison.Ordinal));
            Assert.Equal(Name(spans[0]), passage.GetProperty("document").GetString());
            if (!passage.TryGetProperty("tokens", out var list))
            {
                continue;
            }

            string[] tokens = [.. list.EnumerateArray().Select(token => token.GetProperty("text").GetString()!)];
            foreach (var (span, next) in spans.Zip(spans.Skip(1).Select(First).Append(tokens.Length)))
            {
                var part = string.Concat(tokens[First(span)..next]);
                Assert.Equal(part, texts[Name(span)].Substring(span.GetProperty("offset").GetInt32(), part.Length));
            }
        }

        var page = At("answer.html");
        var text = await CommandRun.Of([.. ask, "--html", page]);
        Assert.Matches("character [0-9]+ to [a-z]+\\.txt", text.Output);
        Assert.Contains("\u27e9\n\nThe", text.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("<span role=\"separator\"", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        static string Name(JsonElement span) => span.GetProperty("document").GetString()!;
        static int First(JsonElement span) => span.GetProperty("token").GetInt32();
    }

    [Fact]
    public async Task TheTokenOfTheBeginning_IsDrawnWithItsShare()
    {
        await File.WriteAllTextAsync(
            At("model/tokenizer_config.json"),
            """{ "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "add_bos_token": true }"""
        );
        await Json(Fit("gradient-dot"));
        string[] ask = ["ask", "The owl", "--completion", " on the farm", "--name", "farm", .. Store.Split(' ')];
        var page = At("answer.html");
        var text = await CommandRun.Of([.. ask, "--html", page]);
        Assert.True(text.ExitCode == 0, text.Messages);
        Assert.Contains("\u27e8start\u27e9", text.Output, StringComparison.Ordinal);
        Assert.Contains("\u27e8start\u27e9", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        var answer = await CommandRun.Of([.. ask, "--json"]);
        var tokens = JsonDocument.Parse(answer.Output).RootElement.GetProperty("passages")[0].GetProperty("tokens");
        Assert.Equal("start", tokens[0].GetProperty("mark").GetString());
        Assert.Equal("", tokens[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Scores_OfTrainingTextsAsCandidates_AreThoseOfTopK()
    {
        await Json(Fit("logra"));
        var neighbours = await Json($"topk --name farm --queries {At("texts/cow.txt")} --k 6 {Store}");
        var scores = await Json($"score --name farm --queries {At("texts/cow.txt")} --candidates {At("texts")} {Store}");
        var byCandidate = scores
            .GetProperty("candidates")
            .EnumerateArray()
            .ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("scores")[0].GetDouble());
        Assert.Equal(6, byCandidate.Count);
        foreach (var neighbour in neighbours.GetProperty("queries")[0].GetProperty("proponents").EnumerateArray())
        {
            var expected = neighbour.GetProperty("score").GetDouble();
            Assert.Equal(expected, byCandidate[neighbour.GetProperty("id").GetString()!], 1e-3 * Math.Abs(expected));
        }
    }

    [Fact]
    public async Task TopK_RanksNeighboursByTheirWordsToo()
    {
        await Json(Fit("logra"));
        var found = await Json($"topk --name farm --queries {At("texts")} --k 6 --bm25 {Store}");
        foreach (var query in found.GetProperty("queries").EnumerateArray())
        {
            Assert.Equal(query.GetProperty("id").GetString(), query.GetProperty("bm25")[0].GetProperty("id").GetString());
            var own = query.GetProperty("proponents").EnumerateArray().Single(one => Id(one) == Id(query));
            Assert.Equal(1, own.GetProperty("bm25Rank").GetInt32());
        }

        var text = await CommandRun.Of($"topk --name farm --queries {At("texts/owl.txt")} --bm25 {Store}");
        Assert.Contains("BM25 ranks passages by the words", text.Output, StringComparison.Ordinal);
        var closed = await CommandRun.Of($"topk --name farm --queries {At("texts/owl.txt")} --bm25 --ids-only {Store}");
        Assert.Contains("--ids-only does not open them", closed.Messages, StringComparison.Ordinal);

        static string? Id(JsonElement one) => one.GetProperty("id").GetString();
    }

    [Fact]
    public async Task TwoStages_WithAShortlistOfAllTexts_AreTheSecondFit()
    {
        await Json(Fit("lorif"));
        await Json(Fit("ekfac").Replace("--name farm", "--name sharp", StringComparison.Ordinal));
        var alone = await Json($"topk --name sharp --queries {At("texts")} --k 3 {Store}");
        var both = await Json($"topk --name farm --then sharp --queries {At("texts")} --k 3 --shortlist 6 {Store}");
        Assert.Equal(alone.GetProperty("queries").ToString(), both.GetProperty("queries").ToString());
        Assert.Equal("sharp", both.GetProperty("stages").GetProperty("second").GetString());
        var text = await CommandRun.Of(
            $"topk --name farm --then sharp --queries {At("texts")} --k 1 --shortlist 2 --recall-rows 0 {Store}"
        );
        Assert.Contains("Two stages: 'farm' named 2 on each side", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClippedTokens_GiveOtherScores_AndAPipelineTakesThemAsTheCommandDoes()
    {
        await Json(Fit("logra"));
        await Json(Fit("logra --clip-tokens 0.8").Replace("--name farm", "--name clipped", StringComparison.Ordinal));
        await File.WriteAllTextAsync(
            At("farm.yaml"),
            $$"""
            data: { path: texts, block-is-packed: false }
            model: { kind: language-model, checkpoint: model }
            queries: { path: texts }
            methods: { free: { method: logra }, clipped: { method: logra, clip-tokens: 0.8 }, short: { method: logra, clip-tokens: absolute:0.5 } }
            store: {{At("store")}}
            outputs: { folder: out, top-k: 6 }
            """
        );
        var run = await CommandRun.Of($"run {At("farm.yaml")}");
        Assert.True(run.ExitCode == 0, run.Messages);
        string[] names = ["farm", "clipped", "farm-free", "farm-clipped", "farm-short"];
        var answers = new List<string>();
        foreach (var name in names)
        {
            answers.Add((await Json($"topk --name {name} --queries {At("texts")} --k 6 {Store}")).GetProperty("queries").ToString());
        }

        Assert.Equal(answers[0], answers[2]);
        Assert.Equal(answers[1], answers[3]);
        Assert.Equal(3, answers.Distinct().Count());
    }

    [Theory]
    [InlineData("--clip-tokens 2", "a quantile above 0 and below 1")]
    [InlineData("--clip-tokens absolute:0", "a quantile above 0 and below 1, or absolute:NUMBER")]
    [InlineData("--clip-tokens 0.5 --set clip-tokens=0.5", "are the same; give one")]
    [InlineData("--method representation-similarity --clip-tokens 0.5", "representation similarity takes no gradients")]
    public async Task WhatClipsNothing_IsRefused(string options, string message)
    {
        var run = await CommandRun.Of($"fit --data {At("texts")} --model {At("model")} {options} {Store}");
        Assert.True(run.ExitCode == 2, run.Messages);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
        FlowerFiles.Write(_folder);
        var table = await CommandRun.Of(
            $"fit --data {At("train.csv")} --label-column kind --model mlp --train --epochs 1 --clip-tokens 0.5 --name flowers {Store}"
        );
        Assert.True(table.ExitCode == 2, table.Messages);
        Assert.Contains("scales the tokens of texts, but module", table.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lorif", "lorif")]
    [InlineData("lorif", "ekfac")]
    public async Task ByTokens_TheShortlistIsRankedBySumsOfShares(string first, string second)
    {
        await Json(Fit(first));
        await Json(Fit(second).Replace("--name farm", "--name sharp", StringComparison.Ordinal));
        var found = await Json($"topk --name farm --then sharp --by-tokens --queries {At("texts")} --k 3 --shortlist 6 {Store}");
        foreach (var query in found.GetProperty("queries").EnumerateArray())
        {
            var proponents = query.GetProperty("proponents").EnumerateArray().ToList();
            double[] scores = [.. proponents.Select(one => one.GetProperty("score").GetDouble())];
            Assert.Equal(scores.OrderDescending(), scores);
            foreach (var one in proponents)
            {
                var tokens = one.GetProperty("tokens").EnumerateArray().ToList();
                var sum = tokens.Sum(token => token.GetProperty("score").GetDouble());
                Assert.Equal(one.GetProperty("score").GetDouble(), sum, 1e-5 * scores.Max(Math.Abs));
                Assert.Equal(
                    one.GetProperty("text").GetString(),
                    string.Concat(tokens.Select(token => token.GetProperty("text").GetString()))
                );
            }
        }

        var answer = await CommandRun.Of([
            "ask",
            "The owl",
            "--completion",
            " on the farm",
            "--name",
            "farm",
            "--then",
            "sharp",
            "--by-tokens",
            "--json",
            .. Store.Split(' '),
        ]);
        Assert.True(answer.ExitCode == 0, answer.Messages);
        var passages = JsonDocument.Parse(answer.Output).RootElement.GetProperty("passages").EnumerateArray().ToList();
        Assert.All(passages, passage =>
            Assert.Equal(1, passage.GetProperty("unrounded").GetDouble() / passage.GetProperty("score").GetDouble(), 1e-5)
        );
        var text = await CommandRun.Of(
            $"topk --name farm --then sharp --by-tokens --queries {At("texts/owl.txt")} --k 1 --shortlist 2 --recall-rows 0 {Store}"
        );
        Assert.Contains(
            "owl.txt, character 0\nThe owl on the farm says hoot.",
            text.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("--by-tokens", "--by-tokens says something of a second stage that is not given; give --then too")]
    [InlineData("--shortlist 9", "--shortlist says something of a second stage that is not given; give --then too")]
    [InlineData("--then nothing", "nothing")]
    [InlineData("--then flowers", "'farm' and 'flowers' do not go together")]
    [InlineData("--then farm --k 5 --shortlist 4", "The shortlist has 4 examples on each side, but the 5 strongest of it are asked for")]
    [InlineData("--then farm --ids-only", "--ids-only does not open them")]
    public async Task WhatIsNoSecondStage_IsRefused(string options, string message)
    {
        await Json(Fit("lorif"));
        FlowerFiles.Write(_folder);
        await Json($"fit --data {At("train.csv")} --label-column kind --model mlp --train --epochs 1 --name flowers {Store}");
        var run = await CommandRun.Of($"topk --name farm --queries {At("texts")} {Store} {options}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGpt_IsTrainedOnTheTextsOnce_AndIsAskedByTheNameOfItsFit()
    {
        var command =
            $"fit --data {At("texts")} --model gpt --train --epochs 60 --learning-rate 0.01 --set model.layers=1 --set model.width=32 "
            + $"--set model.heads=2 --set model.context=64 --set model.vocabulary=280 --block-is-packed false --name farm {Store}";
        var first = await Json(command);
        Assert.True(first.GetProperty("trained").GetBoolean());
        Assert.InRange(first.GetProperty("tokenLoss").GetDouble(), 0, 2); // of chance ln 280 = 5.6
        var second = await Json(command);
        Assert.False(second.GetProperty("trained").GetBoolean());
        Assert.Equal(first.GetProperty("tokenLoss").GetDouble(), second.GetProperty("tokenLoss").GetDouble(), 1e-6);
        var found = await Json($"topk --name farm --queries {At("texts")} --k 1 {Store}");
        Assert.All(found.GetProperty("queries").EnumerateArray(), query =>
            Assert.Equal(query.GetProperty("id").GetString(), query.GetProperty("proponents")[0].GetProperty("id").GetString())
        );
        var answer = await CommandRun.Of(["ask", "The owl on the farm", "--max-tokens", "4", .. Store.Split(' '), "--name", "farm"]);
        Assert.Contains("The owl on the farm says", answer.Output, StringComparison.Ordinal);
        var other = await Json(command.Replace("context=64", "context=32", StringComparison.Ordinal));
        Assert.True(other.GetProperty("trained").GetBoolean());
    }

    [Theory]
    [InlineData("", "it learns the texts. Give --train")]
    [InlineData("--train --checkpoint x", "--checkpoint has weights and --train would make others")]
    [InlineData("--train --set model.width=30", "30")]
    [InlineData("--train --set model.hidden=3", "hidden")]
    [InlineData("--train --block-length 500", "the model has a context of 128 positions")]
    [InlineData("--train --set model.vocabulary=9", "vocabulary")]
    public async Task WhatIsNoGpt_IsRefused(string options, string message)
    {
        var run = await CommandRun.Of($"fit --data {At("texts")} --model gpt {options} {Store}");
        Assert.True(run.ExitCode == 2, run.Messages);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bm25_SaysNothingOfTables()
    {
        FlowerFiles.Write(_folder);
        var fit = await CommandRun.Of(
            $"fit --data {At("train.csv")} --label-column kind --model mlp --train --epochs 1 --name flowers {Store}"
        );
        Assert.True(fit.ExitCode == 0, fit.Messages);
        var run = await CommandRun.Of($"topk --name flowers --queries {At("train.csv")} --bm25 {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--bm25 compares words, but fit 'flowers' is one of tables and images", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ShowsPassages_AndSuspectsAreRefused()
    {
        await Json(Fit("logra"));
        var page = At("page.html");
        await Json($"report --name farm --queries {At("texts/owl.txt")} --out {page} {Store}");
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("The owl on the farm says hoot.", html, StringComparison.Ordinal);
        Assert.Contains("duck.txt, character 0", html, StringComparison.Ordinal);
        var suspects = await CommandRun.Of($"suspects --name farm {Store}");
        Assert.Equal(2, suspects.ExitCode);
        Assert.Contains("Texts have no labels that could be wrong", suspects.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherModel_IsRefused_AndMovedTextsAreFound()
    {
        await Json(Fit("logra"));
        Directory.Move(At("texts"), At("moved"));
        var found = await CommandRun.Of($"topk --name farm --queries {At("moved/cow.txt")} --data {At("moved")} {Store}");
        Assert.True(found.ExitCode == 0, found.Messages);
        var weights = await File.ReadAllBytesAsync(At("model/model.safetensors"));
        weights[^3] ^= 0x10;
        await File.WriteAllBytesAsync(At("model/model.safetensors"), weights);
        var changed = await CommandRun.Of($"topk --name farm --queries {At("moved/cow.txt")} --data {At("moved")} {Store}");
        Assert.Equal(2, changed.ExitCode);
        Assert.Contains("is not that of fit 'farm'", changed.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherTokenizer_IsRefused()
    {
        await Json(Fit("logra"));
        string[] ask = ["ask", "The cow", "--max-tokens", "2", "--name", "farm", .. Store.Split(' ')];
        Assert.Equal(0, (await CommandRun.Of(ask)).ExitCode);
        var json = await File.ReadAllTextAsync(At("model/tokenizer.json"));
        await File.WriteAllTextAsync(At("model/tokenizer.json"), json + " ");
        foreach (var command in (string[][])[ask, $"topk --name farm --queries {At("texts")} {Store}".Split(' ')])
        {
            var changed = await CommandRun.Of(command);
            Assert.True(changed.ExitCode == 2, changed.Output);
            Assert.Contains($"The tokenizer in '{At("model")}' is not that of fit 'farm'", changed.Messages, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("logra")]
    [InlineData("gradient-dot")]
    public async Task Passages_AreKeptOnce_AndAskedWhereTheTextsAreGone(string method)
    {
        await Json(Fit(method));
        await Json(Fit("lorif").Replace("--name farm", "--name second", StringComparison.Ordinal));
        var kept = Directory.GetDirectories(At("store/passages")).Single();
        File.Copy(At("texts/owl.txt"), At("owl.txt"));
        var asked = $"topk --name farm --queries {At("owl.txt")} {Store}";
        var before = await Json(asked);
        Directory.Move(At("texts"), At("moved"));
        Assert.Equal(before.ToString(), (await Json(asked)).ToString());

        // Texts that are given anew are read, and are those of the fit or refused.
        Assert.Equal(before.ToString(), (await Json($"{asked} --data {At("moved")}")).ToString());
        await File.AppendAllTextAsync(At("moved/cow.txt"), "!");
        var changed = await CommandRun.Of($"{asked} --data {At("moved")}");
        Assert.Equal(2, changed.ExitCode);
        Assert.Contains("The training data of fit 'farm' have changed", changed.Messages, StringComparison.Ordinal);

        Directory.Delete(kept, recursive: true);
        var gone = await CommandRun.Of(asked);
        Assert.Equal(2, gone.ExitCode);
        Assert.Contains(At("texts"), gone.Messages.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextsInAnotherFolder_HaveIdsOfTheirOwn()
    {
        await Json(Fit("gradient-dot"));
        Directory.CreateDirectory(At("texts/birds"));
        File.Move(At("texts/owl.txt"), At("texts/birds/owl.txt"));
        await Json(Fit("gradient-dot"));
        Assert.Equal(2, Directory.GetDirectories(At("store/passages")).Length);
        var asked = await Json($"topk --name farm --queries {At("texts/birds/owl.txt")} {Store}");
        Assert.Contains("birds/owl.txt@0", asked.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--label-column x", "--label-column says nothing of texts")]
    [InlineData("--train", "has the weights and --train would make others")]
    [InlineData("--block-length 500", "--block-length is 500, but the model in")]
    [InlineData("--block-length x", "--block-length is 'x', expected")]
    [InlineData("--block-length 1", "--block-length is 1, expected at least 2: nothing predicts the first token of a block")]
    [InlineData("--set model.layers=2", "decides what its model is")]
    [InlineData("--prompt-field q", "field")]
    [InlineData("--format xml", "xml")]
    public async Task WrongOptions_AreRefusedByTheirNames(string option, string message)
    {
        var run = await CommandRun.Of($"{Fit("logra")} {option}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextsWithoutLoss_AreRefusedBeforeAnythingIsComputed()
    {
        await File.WriteAllTextAsync(At("letters.txt"), "a\nb\nc\n");
        var run = await CommandRun.Of(
            $"fit --data {At("letters.txt")} --format lines --model {At("model")} --block-is-packed false --block-adds-end false {Store}"
        );
        Assert.True(run.ExitCode == 2, run.Messages);
        Assert.Contains($"The loss counts none of the 3 tokens of '{At("letters.txt")}'", run.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("store/passages")));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(12, false)]
    public async Task FactorsThatKeepLittle_AreAWarning(int rank, bool isWarned)
    {
        var fit = await Json(
            $"fit --data {At("texts")} --model {At("model")} --block-is-packed false --method lorif --set factor-rank={rank} --name farm {Store}"
        );
        string[] warnings = [.. fit.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];
        Assert.Equal(
            isWarned,
            warnings.Any(text => text.StartsWith($"what is stored (rank-{rank}-bfloat16) keeps ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task PromptsWithAnswers_AreAnExampleEach_UnlessItIsSaid()
    {
        await File.WriteAllLinesAsync(
            At("pairs.jsonl"),
            ["""{"prompt":"The owl says","completion":" hoot."}""", """{"prompt":"The cow says","completion":" moo."}"""]
        );
        var pairs = $"--data {At("pairs.jsonl")} --prompt-field prompt --completion-field completion --model {At("model")} {Store}";
        Assert.Equal(2, (await Json($"fit {pairs} --method gradient-dot --name pairs")).GetProperty("examples").GetInt32());
        var packed = await Json($"fit {pairs} --block-is-packed true --method gradient-dot --name packed");
        Assert.Equal(1, packed.GetProperty("examples").GetInt32());
    }

    [Fact]
    public async Task DuplicatesEmptyOnesAndThoseWithoutLoss_AreCountedAndKept()
    {
        const string Answered = """{"messages":[{"role":"user","content":"The owl says"},{"role":"assistant","content":" hoot."}]}""";
        await File.WriteAllLinesAsync(
            At("talk.jsonl"),
            [Answered, """{"messages":[{"role":"user","content":"The cow on the farm"}]}""", Answered, """{"messages":[]}"""]
        );
        var talk = $"{At("talk.jsonl")} --messages-field messages";
        var fit = await Json($"fit --data {talk} --model {At("model")} --block-is-packed false --method gradient-dot --name talk {Store}");
        Assert.Equal(3, fit.GetProperty("examples").GetInt32());
        string[] warnings = [.. fit.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];
        Assert.Contains(
            "1 document has the text of an earlier one, such as 'talk.jsonl:3' that of 'talk.jsonl:1'; each counts as often as it is there.",
            warnings
        );
        Assert.Contains("1 document is empty, such as 'talk.jsonl:4': nothing is learned of such.", warnings);
        Assert.Contains(warnings, text =>
            text.StartsWith("1 document has no token that the loss counts, such as 'talk.jsonl:2'", StringComparison.Ordinal)
        );

        // The passages are kept already: what was said is said again.
        var again = await Json($"fit --data {talk} --model {At("model")} --block-is-packed false --method logra --name talk2 {Store}");
        Assert.Equal(3, again.GetProperty("warnings").EnumerateArray().Count(text => warnings.Contains(text.GetString())));

        string[] topk = ["topk", "--name", "talk", .. Store.Split(' '), "--queries"];
        var asked = await CommandRun.Of([.. topk, At("talk.jsonl"), "--messages-field", "messages"]);
        Assert.True(asked.ExitCode == 0, asked.Messages);
        Assert.Contains("talk.jsonl:2@0 has no token that the loss counts", asked.Messages, StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("none.txt"), "");
        var none = await CommandRun.Of([.. topk, At("none.txt")]);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("has no text: all of its documents are empty", none.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectData_CountsDocumentsTokensAndBlocks()
    {
        File.Copy(At("texts/owl.txt"), At("texts/z.txt"));
        var plain = await Json($"inspect data --data {At("texts")}");
        Assert.Equal((7, 1, 0), (Number(plain, "documents"), Number(plain, "duplicates"), Number(plain, "empty")));
        Assert.Equal(5, plain.GetProperty("first").GetArrayLength());
        Assert.False(plain.TryGetProperty("tokens", out _));
        var counted = await Json($"inspect data --data {At("texts")}/*.txt --model {At("model")} --block-length 8");
        var fit = await Json($"fit --data {At("texts")}/*.txt --model {At("model")} --block-length 8 --name farm {Store}");
        Assert.Equal(Number(fit, "examples"), Number(counted, "blocks"));
        Assert.True(Number(counted, "tokens") > 8 * (Number(counted, "blocks") - 1));
        var text = await CommandRun.Of($"inspect data --data {At("texts")}");
        Assert.Contains("7 documents in 7 files", text.Output, StringComparison.Ordinal);
        Assert.Contains("such as 'z.txt' that of 'owl.txt'", text.Messages.ReplaceLineEndings(" "), StringComparison.Ordinal);

        static long Number(JsonElement found, string name) => found.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task WhatOfAFolderIsNotTaken_IsSaid_AndTokensBeyondTheVocabularyAreRefused()
    {
        await File.WriteAllTextAsync(At("model/adapter_config.json"), "{}");
        await File.WriteAllTextAsync(At("model/vocab.json"), """{ "a": 0, "b": 1, "ab": 2 }""");
        await File.WriteAllTextAsync(At("model/merges.txt"), "a b\n");
        var warnings = (await Json(Fit("gradient-dot"))).GetProperty("warnings").ToString();
        Assert.Contains("tokenizer.json is taken", warnings, StringComparison.Ordinal);
        Assert.Contains("an adapter beside the weights (adapter_config.json), which is not loaded", warnings, StringComparison.Ordinal);
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(At("model/config.json")))!;
        configuration["bos_token_id"] = 50256;
        await File.WriteAllTextAsync(At("model/config.json"), configuration.ToJsonString());
        var run = await CommandRun.Of(Fit("gradient-dot"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("bos_token_id = '50256', expected a token of the vocabulary", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_NamesAskAndServe_AndFieldsAreCalledAsTheyAreTyped()
    {
        var fit = await CommandRun.Of(Fit("lorif"));
        Assert.Contains("Next: dataworth ask \"PROMPT\" --name farm", fit.Output, StringComparison.Ordinal);
        Assert.Contains("dataworth serve --name farm", fit.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("talk.jsonl"), """{"prompt": "a", "completion": "b"}""");
        var run = await CommandRun.Of($"topk --name farm --queries {At("talk.jsonl")} {Store}");
        Assert.Contains("Give --prompt-field prompt and --completion-field completion", run.Messages, StringComparison.Ordinal);
        var ask = await CommandRun.Of(["ask", "The owl", "--completion", " says hoot.", "--name", "farm", .. Store.Split(' ')]);
        Assert.Equal(0, ask.ExitCode);
        Assert.Contains("Fit with a greater one (--set factor-rank=4)", ask.Messages.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextOptions_SayNothingOfTables()
    {
        FlowerFiles.Write(_folder);
        var run = await CommandRun.Of($"fit --data {At("train.csv")} --model mlp --train --block-length 8 {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--block-length says nothing of tables and images", run.Messages, StringComparison.Ordinal);
    }

    private string Store => $"--store file:{At("store")}";

    private string At(string name) => Path.Combine(_folder, name);

    private string Fit(string method) =>
        $"fit --data {At("texts")} --model {At("model")} --block-is-packed false --method {method} --name farm {Store}";

    private static async Task<JsonElement> Json(string commandLine)
    {
        var run = await CommandRun.Of($"{commandLine} --json");
        Assert.True(run.ExitCode == 0, run.Messages + run.Output);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
