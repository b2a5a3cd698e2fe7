using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Tests.Commands;

public sealed class StoreCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-store-").FullName;

    public StoreCommandTests()
    {
        using FileArtifactStore store = new(_folder);
        var key = new FingerprintBuilder().Add("rank", 4);
        using var writer = ArtifactWriter.Create(
            store,
            key.ToKey("gradients"),
            [ArtifactTensorLayout.Of("features", SafetensorsDType.F32, 4)],
            new ArtifactWriterOptions { RowCount = 3, Options = key.Options }
        );
        var shard = writer.Begin(0);
        shard.Ids = ["a", "b", "c"];
        shard["features"].Clear();
        writer.Commit(shard);

        writer.Complete();
        Key = key.ToKey("gradients");
    }

    private ArtifactKey Key { get; }

    [Fact]
    public async Task List_NamesTheArtifactInTextAndJson()
    {
        var text = await CommandRun.Of(["store", "ls", "--store", _folder]);
        Assert.Equal(ExitCodes.Success, text.ExitCode);
        Assert.Contains(Key.ToString()[.."gradients/12345678".Length], text.Output, StringComparison.Ordinal);
        Assert.Contains("1 artifact in file:", text.Output, StringComparison.Ordinal);
        var json = await CommandRun.Of(["store", "ls", "--store", _folder, "--json"]);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(Key.ToString(), document.RootElement.GetProperty("artifacts")[0].GetProperty("artifact").GetString());
    }

    [Fact]
    public async Task Show_TakesABeginningAndExplainsTheOptions()
    {
        var run = await CommandRun.Of(["store", "show", Key.Fingerprint[..6], "--store", _folder]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("3 in 1 shards", run.Output, StringComparison.Ordinal);
        Assert.Contains("rank = 4", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_UnknownArtifact_SaysWhereToLook()
    {
        var run = await CommandRun.Of(["store", "show", "nothing", "--store", _folder]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("begins with 'nothing'. List them with 'dataworth store ls'.", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_FindsAFlippedByte()
    {
        var whole = await CommandRun.Of(["store", "verify", "--store", _folder]);
        Assert.Equal(ExitCodes.Success, whole.ExitCode);
        Assert.Contains("verify: done, 1/1", whole.Messages, StringComparison.Ordinal);
        Assert.Matches(@"^1 artifact whole, [\d.]+ kB\n$", whole.Output);
        Assert.DoesNotContain("stopped", whole.Messages, StringComparison.Ordinal);
        var shard = Directory.EnumerateFiles(_folder, "rows-*.safetensors", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(shard);
        bytes[^1] ^= 1;
        File.WriteAllBytes(shard, bytes);
        var damaged = await CommandRun.Of(["store", "verify", "--store", _folder]);
        Assert.Equal(ExitCodes.Failure, damaged.ExitCode);
        Assert.Contains(Path.GetFileName(shard), damaged.Output, StringComparison.Ordinal);
        Assert.Contains($"'dataworth store repair --store file:{_folder}'", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("0 artifacts whole, 1 damaged", damaged.Output, StringComparison.Ordinal);

        var preview = await CommandRun.Of(["store", "repair", "--dry-run", "--store", _folder]);
        Assert.Contains("3 objects would be removed", preview.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(shard));
        var repaired = await CommandRun.Of(["store", "repair", "--store", _folder]);
        Assert.Equal(ExitCodes.Success, repaired.ExitCode);
        Assert.Contains("1 of 1 artifact damaged: ", repaired.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(shard));
    }

    [Fact]
    public async Task Copy_ThenAgain_KeepsWhatIsThere()
    {
        var other = _folder + "-copy";
        var first = await CommandRun.Of(["store", "copy", other, "--store", _folder]);
        Assert.Equal(ExitCodes.Success, first.ExitCode);
        Assert.DoesNotContain("stopped", first.Messages, StringComparison.Ordinal);
        var again = await CommandRun.Of(["store", "copy", other, Key.ToString(), "--store", _folder]);
        Assert.Contains("0 files copied", again.Output, StringComparison.Ordinal);

        // As a copy that was interrupted leaves it.
        File.Delete(Path.Combine(other, Key.ToString(), "manifest.json"));
        File.Delete(Path.Combine(other, Key.ToString(), "ids.json"));
        var resumed = await CommandRun.Of(["store", "copy", other, "--store", _folder]);
        Assert.Contains("1 file copied", resumed.Output, StringComparison.Ordinal);
        Assert.Contains("1 were there", resumed.Output, StringComparison.Ordinal);
        var verified = await CommandRun.Of(["store", "verify", "--store", other]);
        Assert.Equal(ExitCodes.Success, verified.ExitCode);
    }

    [Fact]
    public async Task Copy_ToItself_OrToAFolderThatIsNoStore_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "..", Path.GetFileName(_folder) + "-files", "photos", "cat"));
        var files = Path.GetFullPath(Path.Combine(_folder, "..", Path.GetFileName(_folder) + "-files"));
        try
        {
            foreach (
                var (place, message) in new[]
                {
                    (_folder, "is to be copied to itself"),
                    (Path.Combine(_folder, "inside"), "lie one within the other"),
                    (files, "is no store, and not empty: 'photos' is in it"),
                }
            )
            {
                var run = await CommandRun.Of(["store", "copy", place, "--store", _folder]);
                Assert.Equal(ExitCodes.BadInput, run.ExitCode);
                Assert.Contains(message, run.Messages, StringComparison.Ordinal);
            }

            Assert.Equal(["photos"], Directory.GetFileSystemEntries(files).Select(Path.GetFileName));
            StoreAddress.RequireStoreOrNothing(_folder);
        }
        finally
        {
            TemporaryFolder.Remove(files);
        }
    }

    [Fact]
    public async Task RemoveCollectAndUsage_SayWhatTheyDid()
    {
        var usage = await CommandRun.Of(["store", "du", "--store", _folder]);
        Assert.Contains("gradients (1)", usage.Output, StringComparison.Ordinal);
        var collected = await CommandRun.Of(["store", "gc", "--older-than", "0", "--store", _folder]);
        Assert.Contains("0 leftovers removed", collected.Output, StringComparison.Ordinal);
        var removed = await CommandRun.Of(["store", "rm", Key.ToString(), "--store", _folder]);
        Assert.Equal(ExitCodes.Success, removed.ExitCode);
        var list = await CommandRun.Of(["store", "ls", "--store", _folder]);
        Assert.Contains("0 artifacts", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_RemovesOnlyWhatIsOldEnoughAndUnfinished()
    {
        using (FileArtifactStore store = new(_folder))
        using (
            ArtifactWriter.Create(store, new ArtifactKey("gradients", "ff"), [ArtifactTensorLayout.Of("features", SafetensorsDType.F32, 4)])
        ) { }

        var draft = Path.Combine(_folder, "gradients", "ff", "draft.json");
        var young = await CommandRun.Of(["store", "gc", "--store", _folder]);
        Assert.Contains("0 leftovers removed", young.Output, StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(draft, DateTime.UtcNow - TimeSpan.FromHours(25));
        var preview = await CommandRun.Of(["store", "gc", "--dry-run", "--store", _folder]);
        Assert.Contains("1 leftover would be removed", preview.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(draft));
        var removed = await CommandRun.Of(["store", "gc", "--store", _folder]);
        Assert.Contains("gradients/ff/draft.json", removed.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(draft));
        var verified = await CommandRun.Of(["store", "verify", "--store", _folder]);
        Assert.Equal(ExitCodes.Success, verified.ExitCode);
        var wrong = await CommandRun.Of(["store", "gc", "--older-than", "-1", "--store", _folder]);
        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains("--older-than is '-1', expected an age such as 30d, 12h, 90m", wrong.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ls", "artifacts")]
    [InlineData("show KEY", "shards")]
    [InlineData("verify", "artifacts.0.isWhole")]
    [InlineData("copy COPY", "artifacts.0.filesCopied")]
    [InlineData("rm KEY", "artifacts.0.bytes")]
    [InlineData("rm --older-than 1d", "bytes")]
    [InlineData("repair", "whole")]
    [InlineData("gc --dry-run", "objects")]
    [InlineData("du", "kinds")]
    public async Task EveryCommand_PrintsOneJsonDocument(string command, string member)
    {
        var line = command
            .Replace("KEY", Key.ToString(), StringComparison.Ordinal)
            .Replace("COPY", _folder + "-copy", StringComparison.Ordinal);
        var run = await CommandRun.Of(["store", .. line.Split(' '), "--store", _folder, "--json"]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        using var document = JsonDocument.Parse(run.Output);
        var element = document.RootElement;
        Assert.Equal(JsonValueKind.Object, element.ValueKind);
        foreach (var part in member.Split('.'))
        {
            element = part == "0" ? element[0] : element.GetProperty(part);
        }

        Assert.NotEqual(JsonValueKind.Null, element.ValueKind);
    }

    [Fact]
    public async Task List_OfAKindThatIsNotThere_NamesTheKindsThatAre()
    {
        var run = await CommandRun.Of(["store", "ls", "--kind", "gradient", "--store", _folder]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(
            "has nothing of kind 'gradient'. Its kinds: gradients (1). Did you mean 'gradients'?",
            run.Messages,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Remove_ByKindAndAge_PreviewsAndRemovesOnlyThose()
    {
        var nothing = await CommandRun.Of(["store", "rm", "--store", _folder]);
        Assert.Equal(ExitCodes.BadInput, nothing.ExitCode);
        Assert.Contains("Nothing is named.", nothing.Messages, StringComparison.Ordinal);
        var young = await CommandRun.Of(["store", "rm", "--kind", "gradients", "--older-than", "30d", "--store", _folder]);
        Assert.Contains("0 artifacts removed", young.Output, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TimeSpan.FromDays(31));
        }

        var preview = await CommandRun.Of(["store", "rm", "--older-than", "30d", "--dry-run", "--store", _folder]);
        Assert.Contains("1 artifact would be removed", preview.Output, StringComparison.Ordinal);
        var removed = await CommandRun.Of(["store", "rm", "--kind", "gradients", "--older-than", "30d", "--store", _folder]);
        Assert.Contains("1 artifact removed", removed.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task AmbiguousName_ListsSomeAndSaysThatThereAreMore()
    {
        using (FileArtifactStore store = new(_folder))
        {
            foreach (var fingerprint in new[] { "aa1", "aa2", "aa3", "aa4", "aa5" })
            {
                using var unused = ArtifactWriter.Create(store, new ArtifactKey("gradients", fingerprint), []);
            }
        }

        var run = await CommandRun.Of(["store", "rm", "gradients/aa", "--store", _folder]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(
            "'gradients/aa' is the beginning of 5 artifacts: gradients/aa1, gradients/aa2, gradients/aa3, gradients/aa4, .... Give more",
            run.Messages,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("200")]
    [InlineData("80")]
    [InlineData("40")]
    public async Task List_FitsTheWidth_AndKeepsTheNames(string columns)
    {
        using EnvironmentVariable width = new("COLUMNS", columns);
        var run = await CommandRun.Of(["store", "ls", "--store", _folder]);
        Assert.All(
            run.Output.Split('\n').Where(line => !line.Contains(_folder, StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, int.Parse(columns, System.Globalization.CultureInfo.InvariantCulture))
        );
        Assert.Contains(Key.ToString()[.."gradients/12345678".Length], run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_InTheLocaleC_AreAscii()
    {
        using EnvironmentVariable locale = new("LC_ALL", "C");
        using EnvironmentVariable width = new("COLUMNS", "200");
        var run = await CommandRun.Of(["store", "ls", "--store", _folder]);
        Assert.Contains("| artifact", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output, letter => Assert.True(char.IsAscii(letter)));
    }

    [Fact]
    public async Task MissingStore_IsBadInput()
    {
        var run = await CommandRun.Of(["store", "ls", "--store", Path.Combine(_folder, "nowhere")]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("There is no store at", run.Messages, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        TemporaryFolder.Remove(_folder);
        if (Directory.Exists(_folder + "-copy"))
        {
            TemporaryFolder.Remove(_folder + "-copy");
        }
    }
}
