using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataWorth.Cli.Hosting;
using DataWorth.Tests.Shared.Browser;
using DataWorth.Tests.Shared.Processes;
using TorchSharp;

namespace DataWorth.Cli.Tests.Quickstart;

/// <summary>The quickstart as a person runs it, on drawn glyphs unless a test says otherwise.</summary>
public sealed class QuickstartCommandTests : IDisposable
{
    private const string Small = "quickstart --data-set glyphs --train-count 300 --queries 4 --epochs 4 --rank 8";
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-quickstart-").FullName;

    private string Report => Path.Combine(_folder, "out", "report.html");

    private string[] Files => ["--out", Report, "--store", Path.Combine(_folder, "store")];

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [ChromiumFact]
    public async Task SmallRun_PrintsJsonAndWritesAReportThatABrowserShowsWithoutErrors()
    {
        var list = Path.Combine(_folder, "suspects.csv");
        string[] files = [.. Files, "--suspects", list, "--log-file", Path.Combine(_folder, "log.json")];
        var run = await CommandRun.Of([.. Small.Split(' '), .. files, "--json"]);
        Assert.True(run.ExitCode == 0, run.Messages);
        using var document = JsonDocument.Parse(run.Output);
        var result = document.RootElement;
        Assert.True(result.GetProperty("isGenerated").GetBoolean());
        Assert.Equal(300, result.GetProperty("trainCount").GetInt32());
        Assert.Equal(30, result.GetProperty("flippedCount").GetInt32());
        Assert.InRange(result.GetProperty("mislabelArea").GetDouble(), 0.6, 0.95);
        Assert.Equal(4, result.GetProperty("queries").GetArrayLength());
        foreach (var query in result.GetProperty("queries").EnumerateArray())
        {
            double[] proponents =
            [
                .. query.GetProperty("proponents").EnumerateArray().Select(neighbour => neighbour.GetProperty("score").GetDouble()),
            ];
            double[] opponents =
            [
                .. query.GetProperty("opponents").EnumerateArray().Select(neighbour => neighbour.GetProperty("score").GetDouble()),
            ];
            Assert.Equal(8, proponents.Length);
            Assert.Equal(8, opponents.Length);
            Assert.Equal(proponents.OrderDescending(), proponents);
            Assert.Equal(opponents.Order(), opponents);
            Assert.True(proponents[0] > 0 && opponents[0] < 0);
        }

        AssertSuspects(result, await File.ReadAllLinesAsync(list));
        Assert.All(File.ReadLines(Path.Combine(_folder, "log.json")), line => JsonDocument.Parse(line).Dispose());
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, Report, 390, 844, dark: true);
        Assert.Empty(page.Errors);
        Assert.Empty(page.Requests);
        Assert.Equal(390, (int)(await page.EvaluateAsync("document.documentElement.scrollWidth"))!);
        Assert.Equal(4 * 16, (int)(await page.EvaluateAsync("document.querySelectorAll('article.query .tile').length"))!);
        Assert.StartsWith(
            "Generated data: ",
            (string)(await page.EvaluateAsync("document.querySelector('.notice').textContent"))!,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "./dataworth quickstart --data-set glyphs --train-count 300",
            (string)(await page.EvaluateAsync("document.querySelector('.command code').textContent"))!,
            StringComparison.Ordinal
        );
    }

    private static void AssertSuspects(JsonElement result, string[] lines)
    {
        var suspects = result.GetProperty("suspects").EnumerateArray().ToList();
        Assert.Equal(100, suspects.Count);
        double[] influences = [.. suspects.Select(suspect => suspect.GetProperty("selfInfluence").GetDouble())];
        Assert.Equal(influences.OrderDescending(), influences);
        Assert.All(
            suspects,
            suspect => Assert.NotEqual(suspect.GetProperty("label").GetString(), suspect.GetProperty("suggestedLabel").GetString())
        );
        Assert.Equal("rank,id,label,suggested_label,self_influence,ties,margin,near_duplicates", lines[0]);
        Assert.Equal(300, lines.Length - 1);
        Assert.Equal(
            suspects.Select(suspect => suspect.GetProperty("id").GetString()),
            lines.Skip(1).Take(100).Select(line => line.Split(',')[1])
        );
        Assert.Equal(300, lines.Skip(1).Select(line => line.Split(',')[1]).Distinct().Count());

        var mending = result.GetProperty("mending");
        Assert.Equal(30, mending.GetProperty("removed").GetInt32());
        Assert.InRange(mending.GetProperty("flippedRemoved").GetInt32(), 1, 30);
        Assert.Equal(result.GetProperty("testAccuracy").GetDouble(), mending.GetProperty("accuracyBefore").GetDouble());
        Assert.InRange(mending.GetProperty("accuracyAfter").GetDouble(), 0.2, 1);
        Assert.Equal(300, result.GetProperty("scoreScale").GetProperty("divisor").GetDouble());
        Assert.True(result.GetProperty("storedBytesPerExample").GetDouble() > result.GetProperty("curvatureBytes").GetInt64() / 300.0);
    }

    [Fact]
    public async Task Table_NamesTrainingImages_AndWhatIsToBeDone()
    {
        var run = await CommandRun.Of([.. Small.Split(' '), .. Files]);
        Assert.True(run.ExitCode == 0, run.Messages);
        Assert.Equal(4 * 6, Regex.Count(run.Output, @"\u2502 (test-\d{5})? *\u2502.*\u2502 train-\d{5} +\u2502"));
        Assert.Matches(@"Most suspect: train-\d{5} \(", run.Output);
        Assert.Matches(@"Trained again without the first 30 of them: test accuracy [0-9.]+ % before, [0-9.]+ % after\.", run.Output);
    }

    [Fact]
    public async Task ReportThatCannotBeWrittenAtTheEnd_LosesNoResult()
    {
        var running = CommandRun.Of([.. Small.Split(' '), .. Files, "--json"]);
        var gradients = Path.Combine(_folder, "store", "gradients");
        while (!Directory.Exists(gradients))
        {
            Assert.False(running.IsCompleted, "It ended before its folder was taken away.");
            await Task.Delay(5);
        }

        // Where the folder was is a file now: what fills a disk while it works, for a test.
        await File.WriteAllTextAsync(Path.GetDirectoryName(Report)!, "");
        var run = await running;
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            $"dataworth: The report '{Report}' could not be written: ",
            run.Messages.ReplaceLineEndings(" "),
            StringComparison.Ordinal
        );
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(4, document.RootElement.GetProperty("queries").GetArrayLength());
        Assert.False(document.RootElement.TryGetProperty("report", out _));
    }

    [Theory]
    [InlineData("/dev/null", "The store '/dev/null' cannot be written: ")]
    [InlineData("", "The store is '', expected a folder")]
    [InlineData("/proc/none", "The store '/proc/none' cannot be written: ")]
    public async Task StoreThatCannotBeWritten_IsSaidBeforeTheWork(string store, string message)
    {
        var run = await CommandRun.Of([.. Small.Split(' '), "--out", Report, "--store", store]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"dataworth: {message}", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("train", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RankThatNeedsMoreMemoryThanThereIs_IsRefusedBeforeTraining_WithTheLargestThatFits()
    {
        var run = await CommandRun.Of([.. Small.Split(' ').SkipLast(1), "100000", .. Files]);
        Assert.Equal(2, run.ExitCode);
        Assert.Matches(@"The largest rank that fits is \d+\.", run.Messages.ReplaceLineEndings(" "));
        Assert.DoesNotContain("steps/s", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondRun_ReusesStoredGradients_AndFindsTheSame()
    {
        var first = await CommandRun.Of([.. Small.Split(' '), .. Files, "--json"]);
        Assert.True(first.ExitCode == 0, first.Messages);
        var second = await CommandRun.Of([.. Small.Split(' '), .. Files, "--json"]);
        Assert.True(second.ExitCode == 0, second.Messages);
        Assert.DoesNotContain("train:", second.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("train without suspects:", second.Messages, StringComparison.Ordinal);
        using var before = JsonDocument.Parse(first.Output);
        using var after = JsonDocument.Parse(second.Output);
        foreach (var property in new[] { "gradientArtifact", "testAccuracy", "mislabelArea", "queries" })
        {
            Assert.Equal(before.RootElement.GetProperty(property).GetRawText(), after.RootElement.GetProperty(property).GetRawText());
        }

        Assert.Contains("300 of 300 examples", await File.ReadAllTextAsync(Report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondRun_OnThreadsWhereLibTorchWasTurnedDown_FindsTheSame()
    {
        var first = await CommandRun.Of([.. Small.Split(' '), .. Files, "--json"]);
        Assert.True(first.ExitCode == 0, first.Messages);
        const int PoolThreads = 8;
        using Barrier barrier = new(PoolThreads);
        await Task.WhenAll(
            Enumerable
                .Range(0, PoolThreads)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        barrier.SignalAndWait();
                        torch.set_num_threads(1);
                    })
                )
        );
        string[] elsewhere = ["--out", Report, "--store", Path.Combine(_folder, "other")]; // where no model is to be found
        var second = await CommandRun.Of([.. Small.Split(' '), .. elsewhere, "--json"]);
        using var before = JsonDocument.Parse(first.Output);
        using var after = JsonDocument.Parse(second.Output);
        Assert.Equal(
            before.RootElement.GetProperty("gradientArtifact").GetString(),
            after.RootElement.GetProperty("gradientArtifact").GetString()
        );
    }

    [Theory]
    [InlineData("first-read")]
    [InlineData("full")]
    public async Task StoredGradientsWithAFlippedByte_AreRefused(string level)
    {
        var first = await CommandRun.Of([.. Small.Split(' '), .. Files]);
        Assert.True(first.ExitCode == 0, first.Messages);
        var shard = Directory
            .EnumerateFiles(Path.Combine(_folder, "store", "gradients"), "rows-*.safetensors", SearchOption.AllDirectories)
            .First();
        var bytes = await File.ReadAllBytesAsync(shard);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(shard, bytes);
        var second = await CommandRun.Of([.. Small.Split(' '), .. Files, "--verify", level]);
        Assert.Equal(ExitCodes.Failure, second.ExitCode);
        Assert.Contains($"{Path.GetFileName(shard)}' in file:", second.Messages, StringComparison.Ordinal);
        var store = Path.Combine(_folder, "store");
        Assert.Contains($"'dataworth store repair --store file:{store}'", second.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("not expected", second.Messages, StringComparison.Ordinal);

        var repaired = await CommandRun.Of(["store", "repair", "--store", store]);
        Assert.Equal(ExitCodes.Success, repaired.ExitCode);
        Assert.Contains("to make it again, fit again: 'quickstart' (logra)", repaired.Output, StringComparison.Ordinal);
        var third = await CommandRun.Of([.. Small.Split(' '), .. Files, "--verify", level]);
        Assert.True(third.ExitCode == ExitCodes.Success, third.Messages);
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of(["store", "verify", "--store", store])).ExitCode);
    }

    [Fact]
    public async Task OutMinus_WritesTheReportAloneToStandardOutput()
    {
        string[] store = ["--store", Path.Combine(_folder, "store")];
        var run = await CommandRun.Of([.. Small.Split(' '), .. store, "--out", "-"]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.StartsWith("<!DOCTYPE html>", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("</html>", run.Output.TrimEnd(), StringComparison.Ordinal);
        var both = await CommandRun.Of([.. Small.Split(' '), .. store, "--out", "-", "--json"]);
        Assert.Equal(ExitCodes.BadInput, both.ExitCode);
        Assert.Contains("'--out -' and --json both write to standard output.", both.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunWithoutFlippedLabels_HasNoCurve()
    {
        var run = await CommandRun.Of([.. Small.Split(' '), .. Files, "--flip", "0"]);
        Assert.True(run.ExitCode == 0, run.Messages);
        Assert.DoesNotContain("Self-influence finds", run.Output, StringComparison.Ordinal);
        Assert.Contains("Unusual training examples", await File.ReadAllTextAsync(Report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rank 0", "dataworth: --rank is '0', expected a whole number, at least 1. See 'dataworth quickstart --help'.")]
    [InlineData(
        "--train-count 5",
        "dataworth: --train-count is '5', expected a whole number from 100 to 60000. See 'dataworth quickstart --help'."
    )]
    [InlineData(
        "--train-count many",
        "dataworth: --train-count is 'many', expected a whole number from 100 to 60000. See 'dataworth quickstart --help'."
    )]
    [InlineData("--flip 0.9", "dataworth: --flip is '0.9', expected a number from 0 to 0.5. See 'dataworth quickstart --help'.")]
    [InlineData("--epoch 3", "dataworth: Unknown option '--epoch'. Did you mean '--epochs'? See 'dataworth quickstart --help'.")]
    [InlineData(
        "--data-set mnist",
        "dataworth: --data-set is 'mnist', expected one of: fashion-mnist, glyphs. Did you mean 'fashion-mnist'? See 'dataworth quickstart --help'."
    )]
    [InlineData(
        "--data /nowhere --data-set fashion-mnist",
        "dataworth: The data directory '/nowhere' does not exist. Give --data a directory that holds the data set's files, or leave it "
            + "out to search the usual places (see 'dataworth data ls')."
    )]
    [InlineData(
        "--data /tmp --data-set glyphs",
        "dataworth: --data is '/tmp', but the data set is glyphs, which the program draws and reads from nowhere. Leave --data out, or give "
            + "--data-set fashion-mnist."
    )]
    [InlineData(
        "--verify ful",
        "dataworth: --verify is 'ful', expected one of: sizes, first-read, full. Did you mean 'full'? See 'dataworth quickstart --help'."
    )]
    [InlineData(
        "--pipeline /nowhere/p.yaml",
        "dataworth: The pipeline file '/nowhere/p.yaml' does not exist. Give --pipeline the path of a YAML file such as "
            + "pipelines/quickstart.yaml."
    )]
    public async Task WrongInput_IsOneSentenceAndExitCode2(string options, string message)
    {
        var run = await CommandRun.Of(["quickstart", .. Files, .. options.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(message, run.Messages.TrimEnd());
        Assert.False(File.Exists(Report));
    }

    [Fact]
    public async Task LossThatBecomesNaN_IsOneSentenceAndExitCode2_AndAStackTraceOnlyWhenVerbose()
    {
        var run = await CommandRun.Of([.. Small.Split(' '), .. Files, "--learning-rate", "100"]);
        Assert.True(run.ExitCode == 2, run.Messages);
        var last = run.Messages.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("dataworth: ", last, StringComparison.Ordinal);
        Assert.Contains("loss", last, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", run.Messages, StringComparison.Ordinal);

        var verbose = await CommandRun.Of([.. Small.Split(' '), .. Files, "--learning-rate", "100", "--verbose"]);
        Assert.True(verbose.ExitCode == 2, verbose.Messages);
        Assert.Contains("   at DataWorth.", verbose.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderWithoutTheData_IsExitCode2()
    {
        var run = await CommandRun.Of(["quickstart", .. Files, "--data", _folder]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(_folder, run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherImagesUnderTheNamesOfTheKnownOnes_AreOneSentenceAndExitCode2()
    {
        // IDX: two zeros, type 8 (bytes), the number of dimensions, then each of them, big-endian.
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 10, 0, 0, 0, 10, .. new byte[200]];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 2];
        foreach (var split in new[] { "train", "t10k" })
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, split + "-images-idx3-ubyte"), images);
            await File.WriteAllBytesAsync(Path.Combine(_folder, split + "-labels-idx1-ubyte"), labels);
        }

        var run = await CommandRun.Of(["quickstart", .. Files, "--data", _folder]);
        Assert.Equal(2, run.ExitCode);
        Assert.Matches("^dataworth: File '.*-ubyte' has the SHA-256 .* it is damaged or another file[.].*$", run.Messages.TrimEnd());
    }

    [Fact]
    public async Task ReportThatCannotBeWritten_IsSaidBeforeTheWork()
    {
        var run = await CommandRun.Of([.. Small.Split(' '), "--out", "/proc/none/report.html"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("dataworth: The report '/proc/none/report.html' cannot be written: ", run.Messages, StringComparison.Ordinal);
        var folder = await CommandRun.Of([.. Small.Split(' '), "--out", _folder]);
        Assert.StartsWith($"dataworth: '{_folder}' is a folder. Give --out the path of a file,", folder.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_StopsCleanlyWithExitCode130()
    {
        var program = RepositoryFiles.PathOf("artifacts", "bin", "DataWorth.Cli.Tests", "release", "DataWorth.Cli.dll");
        using var process = ProcessRun.Start(
            "dotnet",
            [program, "quickstart", "--data-set", "glyphs", "--train-count", "300", .. Files, "--epochs", "1000", "--verbose"],
            environment: new Dictionary<string, string?> { ["OMP_WAIT_POLICY"] = "passive" }
        );
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync();
            Assert.NotNull(line);
        } while (!line.Contains("training images", StringComparison.Ordinal));
        // It trains from here on for a thousand epochs; wherever it is, it stops.
        await ProcessRun.Of("/bin/kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var run = await ProcessRun.Finish(process);
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(
            "dataworth: stopped. A training that is not finished is not kept: the same command begins it anew.\n",
            run.Errors,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Report));
    }
}
