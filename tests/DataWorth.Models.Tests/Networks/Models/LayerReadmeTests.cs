using DataWorth.Configuration;
using DataWorth.Models.Networks;
using DataWorth.Models.Networks.Layers;

namespace DataWorth.Models.Tests.Networks.Models;

/// <summary>The table of layers in the project's README is that of the records.</summary>
public sealed class LayerReadmeTests
{
    private const string Header = "| layer | what it does | options, with defaults |\n|---|---|---|\n";

    [Fact]
    public void TableOfLayers_HasEveryOptionWithItsDefault()
    {
        var readme = File.ReadAllText(RepositoryFiles.PathOf("src/DataWorth.Models/README.md")).ReplaceLineEndings("\n");
        var table = Header + string.Concat(LayerTable.Layers.Select(Row));
        Assert.True(readme.Contains(table, StringComparison.Ordinal), "The README should have:\n" + table);
    }

    private static string Row(LayerDescription layer)
    {
        var options = OptionsList
            .Of(Activator.CreateInstance(layer.Options)!, OptionsJson.Create(NetworkTable.Choices))
            .Where(option => option.Name is not ("name" or "layers"))
            .Select(option => $"`{option.Name}: {option.Default}`");
        return $"| `{layer.Name}` | {layer.Summary} | {string.Join(", ", options)} |\n";
    }
}
