using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Methods;
using DataWorth.Models.Networks.Layers;

namespace DataWorth.Cli.Tests.Hosting;

/// <summary>'dataworth help TOPIC' lists what records of options have.</summary>
public sealed class OptionHelpTests
{
    [Fact]
    public async Task EveryMethodAndLayer_IsListedWithItsOptions()
    {
        var methods = await Sections("methods");
        Assert.Equal(MethodTable.Methods.Select(method => method.Name), methods.Keys);
        Assert.Equal(("64", "a whole number, at least 1"), methods["logra"]["rank"]);
        Assert.Equal(LayerTable.Layers.Select(layer => layer.Name), (await Sections("layers")).Keys);
        Assert.Equal(("[512, 256]", "a list, each a whole number, at least 1"), (await Sections("models"))["mlp"]["hidden"]);
    }

    [Fact]
    public async Task EveryOption_HasASentence()
    {
        foreach (var topic in (string[])["methods", "training", "models", "layers"])
        {
            using var document = JsonDocument.Parse((await CommandRun.Of($"help {topic} --json")).Output);
            Assert.All(
                document
                    .RootElement.GetProperty("sections")
                    .EnumerateArray()
                    .SelectMany(section => section.GetProperty("options").EnumerateArray()),
                option => Assert.NotEmpty(option.GetProperty("sentence").GetString()!)
            );
        }
    }

    [Fact]
    public async Task OneSection_IsShownAlone_AndAnUnknownOneIsRefused()
    {
        var one = await CommandRun.Of("help methods ekfac");
        Assert.StartsWith("ekfac: ", one.Output, StringComparison.Ordinal);
        Assert.Contains("damping", one.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("logra:", one.Output, StringComparison.Ordinal);
        var unknown = await CommandRun.Of("help layers liner");
        Assert.Equal(ExitCodes.BadInput, unknown.ExitCode);
        Assert.Contains("Did you mean 'linear'?", unknown.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelpOfFit_SaysWhereOptionsAreListed() =>
        Assert.Contains("dataworth help methods", (await CommandRun.Of("fit --help")).Output, StringComparison.Ordinal);

    private static async Task<Dictionary<string, Dictionary<string, (string, string)>>> Sections(string topic)
    {
        var run = await CommandRun.Of($"help {topic} --json");
        using var document = JsonDocument.Parse(run.Output);
        return document
            .RootElement.GetProperty("sections")
            .EnumerateArray()
            .ToDictionary(
                section => section.GetProperty("name").GetString()!,
                section =>
                    section
                        .GetProperty("options")
                        .EnumerateArray()
                        .ToDictionary(
                            option => option.GetProperty("name").GetString()!,
                            option => (option.GetProperty("default").GetString()!, option.GetProperty("expected").GetString()!)
                        )
            );
    }
}
