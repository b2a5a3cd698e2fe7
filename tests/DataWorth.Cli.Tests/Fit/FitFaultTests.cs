using System.Text.Json;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;
using DataWorth.Methods.Logra;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>Tables, files and names that would give a wrong answer, or lose something, are refused or said in words.</summary>
public sealed class FitFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-fault-").FullName;

    public FitFaultTests() => FlowerFiles.Write(_folder, rows: 60);

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData("id;a;kind\n1;1,5;x\n2;2,5;y\n3;1,0;x\n", "Column 'a' has '1,5' in line 2")]
    [InlineData("1.0,2.0,x\n2.0,3.0,y\n", "Line 1 of ")]
    [InlineData("id,a,kind\n1,1,x\n2,2,x\n", "have the class 'x', expected at least two classes")]
    [InlineData("id,a,kind\n1,01,x\n2,2,y\n3,3,x\n4,4,y\n", "Column 'a' has '01' in line 2")]
    public async Task TablesThatMeanSomethingElse_AreRefused(string table, string message)
    {
        await File.WriteAllTextAsync(Path("odd.csv"), table);
        var run = await CommandRun.Of($"fit --data {Path("odd.csv")} --label-column kind --model mlp --train {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFoldersOfOutputs_AreMade_AndSaid()
    {
        await Run(Fit("flowers"));
        var run = await CommandRun.Of(
            $"suspects --name flowers --out {Path("new/list.csv")} --log-file {Path("logs/run.log")} --top 2 {Store}"
        );
        Assert.True(run.ExitCode == 0, run.Messages);
        Assert.Contains($"The folder '{Path("new")}' was not there, and is made.", run.Messages, StringComparison.Ordinal);
        Assert.Contains($"The folder '{Path("logs")}' was not there, and is made.", run.Messages, StringComparison.Ordinal);
        var again = await CommandRun.Of($"suspects --name flowers --out {Path("new/list.csv")} --top 2 {Store}");
        Assert.DoesNotContain("was not there", again.Messages, StringComparison.Ordinal);
        var deep = await CommandRun.Of($"suspects --name flowers --out {Path("none/deep/list.csv")} --top 2 {Store}");
        Assert.Equal(ExitCodes.BadInput, deep.ExitCode);
        Assert.Contains($"The folder '{Path("none/deep")}' is not there, and neither is '{Path("none")}'.", deep.Messages);
        Assert.False(Directory.Exists(Path("none")));
    }

    [Fact]
    public async Task SuspectsOfAModelThatPredictsAllLabels_AreSaidToBeNone()
    {
        var lines = await File.ReadAllLinesAsync(Path("train.csv"));
        await File.WriteAllLinesAsync(Path("train.csv"), lines.Where((_, i) => i == 0 || i % 10 != 0)); // every tenth label is wrong
        await Run(Fit("clean").Replace("--epochs 1", "--epochs 40", StringComparison.Ordinal));
        var run = await CommandRun.Of($"suspects --name clean --top 3 {Store}");
        var found = await Run($"suspects --name clean --top 3 {Store}");
        Assert.All(found.GetProperty("suspects").EnumerateArray(), one => Assert.False(one.TryGetProperty("suggestedLabel", out _)));
        Assert.Contains("No label is contradicted by the model", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data train.csv --model gpt --train", "is a table, and a language model learns from texts")]
    [InlineData(
        "--data train.csv --label-column kind --model resnet9 --train",
        "resnet9 needs images [channels, height, width], found rows"
    )]
    [InlineData(
        "--data flat --model mlp --train",
        "its images lie in no folders of classes. Put each into a folder that is called as its class: class/file.png."
    )]
    [InlineData("--data odd.xyz --model gpt --train", "Give --format one of text, lines,")]
    [InlineData("--data odd.jsonl --model gpt --train", "Give --text-field the one with the text.")]
    [InlineData("--data one.csv --model net.yaml --train --set training.batch-size=1", "but --set training.batch-size is 1.")]
    public async Task DataOfAnotherKind_AreRefused_InTheWordsOfTheCommand(string arguments, string message)
    {
        using (Image<L8> image = new(2, 2))
        {
            Directory.CreateDirectory(Path("flat"));
            await image.SaveAsPngAsync(Path("flat/1.png"));
        }

        await File.WriteAllTextAsync(Path("odd.xyz"), "some text");
        await File.WriteAllTextAsync(Path("odd.jsonl"), "{\"body\": \"some text\"}\n");
        await File.WriteAllTextAsync(Path("one.csv"), "x,label\n1,a\n2,b\n");
        await File.WriteAllTextAsync(
            Path("net.yaml"),
            "kind: sequential\nlayers: [{kind: linear, out: 3}, {kind: batch-norm}, {kind: linear}]\n"
        );
        var words = arguments.Split(' ').Select(word => File.Exists(Path(word)) || Directory.Exists(Path(word)) ? Path(word) : word);
        var run = await CommandRun.Of($"fit {string.Join(' ', words)} {Store}");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderWithOtherFiles_IsNoStore()
    {
        var run = await CommandRun.Of(Fit("flowers").Replace(Store, $"--store {_folder}", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("is no store, and not empty", run.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path("gradients")));
    }

    [Fact]
    public async Task Messages_SpeakOfKeys_WhereAPipelineWasWritten()
    {
        await File.WriteAllTextAsync(Path("holes.csv"), "x,label\n1,a\n,b\n2,a\n");
        await File.WriteAllTextAsync(
            Path("holes.yaml"),
            "data: { path: holes.csv }\nmodel: { kind: mlp, hidden: [2] }\ntraining: { epochs: 1 }\nmethods: { logra: { rank: 2 } }\n"
        );
        var written = await CommandRun.Of($"plan {Path("holes.yaml")} {Store}");
        Assert.Contains("set 'data.missing' to 'fill'", written.Messages, StringComparison.Ordinal);
        var typed = await CommandRun.Of($"fit --data {Path("holes.csv")} --model mlp --train {Store}");
        Assert.Contains("set --missing to 'fill'", typed.Messages, StringComparison.Ordinal);
        var hub = await CommandRun.Of($"plan {Path("holes.yaml")} --set engine.kind=durable --set engine.hub=a-b {Store}");
        Assert.Equal(ExitCodes.BadInput, hub.ExitCode);
        Assert.Contains("'engine.hub' is 'a-b', expected 3 to 45 letters and digits", hub.Messages, StringComparison.Ordinal);
        var limit = await CommandRun.Of($"fit --data {Path("holes.csv")} --limit 0 --model mlp --train {Store}");
        Assert.Contains("--limit is '0', expected a whole number, at least 1.", limit.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedImage_IsNamedByInspectData()
    {
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(Path($"photos/{name}"));
            await File.WriteAllBytesAsync(Path($"photos/{name}/1.png"), [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3]);
        }

        var run = await CommandRun.Of($"inspect data --data {Path("photos")}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("1.png", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("--missing", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_StaysALink_AndWhatItPointsToIsWritten()
    {
        FlowerFiles.Write(Path("."));
        await Run($"fit --data {Path("train.csv")} --label-column kind --model mlp --train --epochs 1 --name linked {Store}");
        await File.WriteAllTextAsync(Path("target.csv"), "old");
        File.CreateSymbolicLink(Path("link.csv"), Path("target.csv"));
        await Run($"suspects --name linked --out {Path("link.csv")} {Store}");
        Assert.NotNull(new FileInfo(Path("link.csv")).LinkTarget);
        Assert.StartsWith("rank,id,label", await File.ReadAllTextAsync(Path("target.csv")), StringComparison.Ordinal);
        await Run($"suspects --name linked --out /dev/null {Store}");
        Assert.True(new FileInfo("/dev/null") is { Exists: true, Length: 0 });
    }

    [Fact]
    public async Task Pipe_IsWrittenTo_WhereverItLies()
    {
        await Run(Fit("flowers"));
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path("pipe.csv")]))
        {
            await made.WaitForExitAsync();
        }

        var read = Task.Run(() => File.ReadAllText(Path("pipe.csv"))); // opening waits for the writer
        await Run($"suspects --name flowers --out {Path("pipe.csv")} {Store}");
        Assert.StartsWith("rank,id,label", await read.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        Assert.True(SpecialFile.IsAt(Path("pipe.csv")));
        Assert.False(SpecialFile.IsAt(Path("train.csv")));
        Assert.False(SpecialFile.IsAt(_folder));
    }

    [Fact]
    public async Task Answers_AreAscii_WhereNothingElseIsShown_AndReadableInFewColumns()
    {
        await Run(Fit("flowers"));
        using (new EnvironmentVariable("LC_ALL", "C"))
        {
            var run = await CommandRun.Of($"topk --name flowers --queries {Path("test.csv")} {Store}");
            Assert.True(run.ExitCode == 0, run.Messages);
            Assert.DoesNotContain((run.Output + run.Messages).ToCharArray(), letter => letter > '~');
        }

        using (new EnvironmentVariable("COLUMNS", "40"))
        {
            var run = await CommandRun.Of($"topk --name flowers --queries {Path("test.csv")} --limit 1 --k 1 {Store}");
            var lines = run.Output.Split('\n');
            Assert.Equal("query-0", lines[0]);
            Assert.StartsWith("  prediction: ", lines[1], StringComparison.Ordinal);
            Assert.Equal("    training example  label  effect", lines.Single(line => line.Contains("example  ", StringComparison.Ordinal)));
            Assert.Contains(lines, line => line.StartsWith("    flower-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task ControlCharactersOfData_DoNotReachTheTerminal()
    {
        await File.WriteAllTextAsync(Path("steer.csv"), "id,x,label\n\u001b[31mred,1,\u001b]0;title\u0007a\nb,2,c\nd,3,c\n");
        var shown = await CommandRun.Of($"inspect data --data {Path("steer.csv")}");
        Assert.True(shown.ExitCode == 0, shown.Messages);
        Assert.DoesNotContain('\u001b', shown.Output + shown.Messages);
        Assert.Contains("\\x1b]0;title\\x07a", shown.Output, StringComparison.Ordinal);
        var missing = await CommandRun.Of($"fit --data {Path("steer.csv")} --label-column \u001b[31m --model mlp --train {Store}");
        Assert.DoesNotContain('\u001b', missing.Output + missing.Messages);
    }

    [Fact]
    public async Task UnreachableBlobStore_IsSaidWithinSeconds()
    {
        using EnvironmentVariable endpoint = new("AZURE_STORAGE_SERVICE_ENDPOINT", "http://127.0.0.1:9/account");
        using EnvironmentVariable signature = new("AZURE_STORAGE_SAS_TOKEN", "sv=1&sig=x");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var run = await CommandRun.Of(Fit("flowers").Replace(Store, "--store az://account/container", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("cannot be reached: no connection to 127.0.0.1:9 within 5 s", run.Messages, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 8);
    }

    [Fact]
    public async Task HelpOfFit_HasTheOptionsOfTheMethodThatIsTyped()
    {
        var run = await CommandRun.Of("fit --method lorif --help");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("factor-rank", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("factor-rank", (await CommandRun.Of("fit --help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutputsThatAreInputs_AreRefused_AndTheInputStays()
    {
        await Run(Fit("flowers"));
        var before = await File.ReadAllTextAsync(Path("train.csv"));
        string[] commands =
        [
            $"suspects --name flowers --out {Path("train.csv")}",
            $"report --name flowers --out {Path("train.csv")}",
            $"report --name flowers --queries {Path("test.csv")} --out {Path("test.csv")}",
            $"score --name flowers --queries {Path("test.csv")} --candidates {Path("train.csv")} --out {Path("test.csv")}",
        ];
        foreach (var command in commands)
        {
            var run = await CommandRun.Of($"{command} {Store}");
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("which this command reads. Give another path.", run.Messages, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(Path("train.csv")));
    }

    [Fact]
    public async Task ColumnsOfOtherScales_AreStandardised_UnlessToldOtherwise()
    {
        var lines = await File.ReadAllLinesAsync(Path("train.csv"));
        string[] shifted =
        [
            lines[0],
            .. lines[1..]
                .Select(line => line.Split(','))
                .Select(cells => string.Join(',', [cells[0], cells[1] + "e6", cells[2] + "e6", .. cells[3..]])),
        ];
        await File.WriteAllLinesAsync(Path("train.csv"), shifted);
        var fit = await Run(Fit("flowers"));
        Assert.True(fit.GetProperty("trainingAccuracy").GetDouble() > 0.7);
    }

    [Fact]
    public async Task SecondFitOfAName_SaysThatItHidesTheFirst()
    {
        await Run(Fit("flowers"));
        var second = await Run(Fit("flowers") + " --set seed=3");
        Assert.Contains(
            second.GetProperty("warnings").EnumerateArray(),
            warning => warning.GetString()!.StartsWith("An earlier fit is called 'flowers' too", StringComparison.Ordinal)
        );
        var again = await Run(Fit("flowers") + " --set seed=3");
        Assert.Single(
            again.GetProperty("warnings").EnumerateArray(),
            warning => warning.GetString()!.StartsWith("An earlier fit", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task PartsOfAFitWithoutManifest_AreFoundByVerify()
    {
        await Run(Fit("flowers"));
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of($"store verify {Store}")).ExitCode);
        Directory.CreateDirectory(Path("store/gradients/00"));
        await File.WriteAllTextAsync(Path("store/gradients/00/rows-000000.safetensors"), "begun");
        var begun = await CommandRun.Of($"store verify {Store}");
        Assert.Equal(ExitCodes.Success, begun.ExitCode); // another fit may be at it
        Assert.Contains("gradients/00  unfinished, 5 B, last written ", begun.Output, StringComparison.Ordinal);
        foreach (var manifest in Directory.EnumerateFiles(Path("store/gradients"), "manifest.json", SearchOption.AllDirectories))
        {
            File.Delete(manifest);
        }

        Directory.Delete(Path("store/model"), recursive: true);
        var missing = await CommandRun.Of($"store verify {Store}");
        Assert.Equal(ExitCodes.Failure, missing.ExitCode);
        Assert.Equal(2, missing.Output.Split("but needed by 'flowers' (logra). Fit again: ").Length - 1);
        await Run(Fit("flowers"));
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of($"store verify {Store}")).ExitCode);
    }

    [Fact]
    public async Task ChangedCheckpoint_IsSaidToHaveChanged()
    {
        await Run(Fit("flowers"));
        var trained = Directory.EnumerateFiles(Path("store/model"), "*.safetensors", SearchOption.AllDirectories).Single();
        var checkpoint = Path("net.safetensors");
        File.Copy(trained, checkpoint);
        var model = $"--data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=16";
        await Run($"fit {model} --checkpoint {checkpoint} --name own --rank 4 {Store}");
        var bytes = await File.ReadAllBytesAsync(checkpoint);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(checkpoint, bytes);
        var run = await CommandRun.Of($"topk --name own --queries {Path("test.csv")} {Store}");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains($"The weights in '{checkpoint}' are not those of fit 'own'", run.Messages, StringComparison.Ordinal);
        Assert.Contains("--checkpoint", run.Messages, StringComparison.Ordinal);
        var found = await CommandRun.Of($"topk --name own --queries {Path("test.csv")} --checkpoint {trained} {Store}");
        Assert.True(found.ExitCode == 0, found.Messages);
    }

    [Theory]
    [InlineData("--label-column kin", "which --label-column names")]
    [InlineData("--label-column kind --features '!*'", "Name columns with --features.")]
    [InlineData("--label-column kind --model mlp --set modules.exclude=fc*", "modules.exclude = 'fc*'")]
    [InlineData("--label-column kind --set model.hidden=1000000000", "weights, ")]
    public async Task Messages_SpeakOfOptionsAsTheyAreTyped(string options, string expected)
    {
        var run = await CommandRun.Of(
            $"fit --data {Path("train.csv")} --train {(options.Contains("--model", StringComparison.Ordinal) ? "" : "--model mlp")} "
                + $"{options.Replace("'", "", StringComparison.Ordinal)} {Store}"
        );
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(expected, run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("train:", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CandidatesOfAnotherKind_AreSaidWithTheirOwnOptions()
    {
        await Run(Fit("flowers"));
        var run = await CommandRun.Of(
            $"score --name flowers --queries {Path("test.csv")} --candidates {Path("train.csv")} --candidates-label-column kin {Store}"
        );
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("which --candidates-label-column names", run.Messages, StringComparison.Ordinal);

        // What is the fit's own is said by the name that it has there.
        var lines = await File.ReadAllLinesAsync(Path("train.csv"));
        string[] cells = [.. lines[1].Split(',')];
        cells[2] = "";
        await File.WriteAllLinesAsync(Path("cut.csv"), [lines[0], string.Join(',', cells)]);
        run = await CommandRun.Of(
            $"score --name flowers --queries {Path("test.csv")} --candidates {Path("cut.csv")} --candidates-label-column kind {Store}"
        );
        Assert.Contains("or set --missing to 'fill' for the fit", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TableOfManyColumns_IsShortenedForPeople_AndWholeInJson()
    {
        const int Columns = 500;
        var header = "id," + string.Join(',', Enumerable.Range(0, Columns).Select(i => $"x{i}x")) + ",kind";
        var rows = Enumerable
            .Range(0, 20)
            .Select(row => $"r{row}," + string.Join(',', Enumerable.Repeat($"{row}", Columns)) + $",k{row % 2}");
        await File.WriteAllLinesAsync(Path("wide.csv"), rows.Prepend(header));
        var data = $"--data {Path("wide.csv")} --label-column kind";
        var shown = await CommandRun.Of($"inspect data {data}");
        Assert.Contains("486 more", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("x250x", shown.Output, StringComparison.Ordinal);
        Assert.Equal(Columns + 2, (await Run($"inspect data {data}")).GetProperty("columns").GetArrayLength());
        await Run($"fit {data} --model mlp --set model.hidden=4 --train --epochs 1 --rank 2 --name wide {Store}");
        await Run($"report --name wide --out {Path("wide.html")} {Store}");
        var page = await File.ReadAllTextAsync(Path("wide.html"));
        Assert.Contains("484 more", page, StringComparison.Ordinal);
        Assert.DoesNotContain("x250x", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TableWithEmptyCells_IsShown_WithTheirPlace()
    {
        await File.WriteAllTextAsync(Path("gaps.csv"), "id,a,b,kind\n1,2,3,x\n2,,4,y\n3,1,5,x\n");
        var data = await Run($"inspect data --data {Path("gaps.csv")} --label-column kind");
        Assert.Equal(4, data.GetProperty("columns").GetArrayLength());
        Assert.StartsWith("Column 'a' has no value in line 3 of ", data.GetProperty("warning").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000, 300L << 20, true)]
    [InlineData(1_000, 200L << 20, false)] // as of every small table: nobody saves anything
    [InlineData(100_000_000, 300L << 20, false)]
    public void LargeCurvatureOfFewRows_IsANote(long rows, long bytes, bool isSaid)
    {
        FitSummary summary = new("LoGra", "flowers", rows, 100, 400, bytes, [], [], null, null, null, 0, [], TimeSpan.Zero);
        FitOutcome outcome = new(new(null!, "logra", new LograOptions()), new() { Data = "", Quality = "" }, [], null, summary, []);
        Assert.Equal(isSaid, outcome.Warnings.Any(warning => warning.StartsWith("The curvature (", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("topk --queries test.csv")]
    [InlineData("suspects")]
    [InlineData("score --queries test.csv --candidates train.csv")]
    [InlineData("report --queries test.csv --out page.html")]
    public async Task DoubtfulFit_IsSaidWithEveryAnswer_InOptionsAsTheyAreTyped(string command)
    {
        await Run(Fit("flowers").Replace("--rank 4", "--method trak --set dimension=200", StringComparison.Ordinal));
        foreach (var file in new[] { "test.csv", "train.csv", "page.html" })
        {
            command = command.Replace($" {file}", " " + Path(file), StringComparison.Ordinal);
        }

        var run = await CommandRun.Of($"{command} --name flowers {Store} --json");
        Assert.True(run.ExitCode == 0, run.Messages);
        Assert.Contains(
            "warning: TRAK's kernel is nearly singular with dimension 200 for 60 examples",
            run.Messages,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Fit again with --set dimension=15, or with more damping, such as --set damping=0.1.",
            run.Messages,
            StringComparison.Ordinal
        );
        using var document = JsonDocument.Parse(run.Output);
        var warnings = document.RootElement.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToList();
        Assert.StartsWith("TRAK's kernel is nearly singular", warnings[0], StringComparison.Ordinal);
        Assert.Equal(warnings.Distinct(), warnings);
    }

    [Fact]
    public async Task CheckpointOfAnotherNetwork_IsWrongInput()
    {
        await Run(Fit("flowers"));
        var weights = Directory.EnumerateFiles(Path("store/model"), "*.safetensors", SearchOption.AllDirectories).Single();
        var run = await CommandRun.Of(
            $"fit --data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=9 --checkpoint {weights} --name other {Store}"
        );
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("not expected", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MethodThatRanksNoSuspects_SaysSo_AndHasAPageAllTheSame()
    {
        await Run(Fit("flowers").Replace("--rank 4", "--method representation-similarity", StringComparison.Ordinal));
        var run = await CommandRun.Of($"suspects --name flowers {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("which no label enters", run.Messages, StringComparison.Ordinal);
        var page = await CommandRun.Of($"report --name flowers --queries {Path("test.csv")} --out {Path("page.html")} {Store}");
        Assert.True(page.ExitCode == 0, page.Messages);
    }

    [Theory]
    [InlineData("  - {kind: linear, out: 7}\n", "gives [7] for a row of the data, expected [3]")]
    [InlineData("  - {kind: embedding, rows: 9, width: 2}\n  - {kind: flatten}\n  - {kind: linear}\n", "The embedding gets ")]
    public async Task NetworksThatDoNotFitTheData_AreRefused(string layers, string message)
    {
        await File.WriteAllTextAsync(Path("net.yaml"), "kind: sequential\nlayers:\n" + layers);
        var run = await CommandRun.Of($"fit --data {Path("train.csv")} --label-column kind --model {Path("net.yaml")} --train {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdsWithLineEnds_StayOnOneLine()
    {
        var text = await File.ReadAllTextAsync(Path("train.csv"));
        await File.WriteAllTextAsync(Path("train.csv"), text.Replace("flower-7,", "\"flower\n7\",", StringComparison.Ordinal));
        await Run(Fit("flowers"));
        var run = await CommandRun.Of($"suspects --name flowers --top 60 {Store}");
        Assert.Contains("flower\\n7", run.Output, StringComparison.Ordinal);
    }

    private string Store => $"--store {Path("store")}";

    private string Path(string file) => System.IO.Path.Combine(_folder, file);

    private string Fit(string name) =>
        $"fit --data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=16 --train --epochs 100 --rank 4 --name {name} {Store}";

    private static async Task<JsonElement> Run(string command)
    {
        var run = await CommandRun.Of(command + " --json");
        Assert.True(run.ExitCode == 0, run.Messages);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
