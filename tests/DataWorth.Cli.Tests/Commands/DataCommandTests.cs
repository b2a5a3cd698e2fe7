using System.Text.Json;

namespace DataWorth.Cli.Tests.Commands;

public sealed class DataCommandTests
{
    [Fact]
    public async Task List_NamesEveryDataSetAndWhereItWasSearched()
    {
        var run = await CommandRun.Of("data ls --json");
        Assert.Equal(0, run.ExitCode);
        using var document = JsonDocument.Parse(run.Output);
        JsonElement[] sets = [.. document.RootElement.GetProperty("dataSets").EnumerateArray()];
        Assert.Equal(["fashion-mnist", "cifar10", "glyphs"], sets.Select(set => set.GetProperty("name").GetString()));
        Assert.Equal("generated", sets[2].GetProperty("state").GetString());

        var text = await CommandRun.Of("data ls");
        Assert.Contains("fashion-mnist  70,000 images of clothes, 28x28, 10 classes", text.Output, StringComparison.Ordinal);
        Assert.Contains("searched: ", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locate_OfAnUnknownName_IsExitCode2WithTheNearestOne()
    {
        var run = await CommandRun.Of("data locate fashion-mnst");
        Assert.Equal(
            (
                2,
                "",
                "dataworth: There is no data set 'fashion-mnst' with files, expected one of: fashion-mnist, cifar10. Did you mean "
                    + "'fashion-mnist'?"
            ),
            (run.ExitCode, run.Output, run.Messages.TrimEnd())
        );
    }

    [Fact]
    public async Task DataWithoutASubcommand_ShowsItsHelp()
    {
        var run = await CommandRun.Of("data");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("dataworth data locate fashion-mnist", run.Output, StringComparison.Ordinal);
    }
}
