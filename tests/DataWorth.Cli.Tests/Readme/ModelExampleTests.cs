using System.Text.RegularExpressions;
using DataWorth.Cli.Pipelines;
using DataWorth.Configuration;
using DataWorth.Models.Networks;

namespace DataWorth.Cli.Tests.Readme;

/// <summary>The models that the README of the models shows.</summary>
public sealed partial class ModelExampleTests
{
    [Fact]
    public void EveryExample_IsRead_AndThoseWithoutFilesAreNetworks()
    {
        var text = File.ReadAllText(RepositoryFiles.PathOf("src/DataWorth.Models/README.md"));
        var json = OptionsJson.Create(NetworkTable.Choices);
        List<ModelOptions> models =
        [
            .. Fence()
                .Matches(text)
                .Select(match => YamlValues.Bind(match.Groups[1].Value, "README.md", new Section(), "the file", json).Model),
        ];
        Assert.Equal(
            [typeof(MlpModelOptions), typeof(SequentialOptions), typeof(AssemblyOptions)],
            models.Select(model => model.GetType())
        );
        foreach (var options in models.Where(model => model is not AssemblyOptions))
        {
            using var network = NetworkTable.Open(options with { Checkpoint = null }, [3, 8, 8], 10).Network;
            Assert.Equal(10, network.parameters().Last().shape[0]);
        }
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    private sealed record Section
    {
        public ModelOptions Model { get; init; } = new MlpModelOptions();
    }
}
