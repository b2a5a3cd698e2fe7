using DataWorth.Cli.Fits.Texts;
using DataWorth.Configuration;
using DataWorth.Methods;
using DataWorth.Models.Networks;
using DataWorth.Models.Networks.Layers;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Commands.Help;

/// <summary>Options that commands and files take by name, which 'dataworth help TOPIC' lists.</summary>
/// <param name="Name">Name of the topic.</param>
/// <param name="Usage">How they are given.</param>
/// <param name="Sections">What has options.</param>
internal sealed record OptionTopic(string Name, string Usage, IReadOnlyList<OptionSection> Sections)
{
    /// <summary>All topics.</summary>
    public static IReadOnlyList<OptionTopic> All { get; } =
    [
        new(
            "methods",
            "Given as --set NAME=VALUE, and under 'options' of a method in evaluation files.",
            [.. MethodTable.Methods.Select(method => Section(method.Name, $"{method.Title}: {method.Summary}", method.DefaultOptions()))]
        ),
        new("training", "Given as --set training.NAME=VALUE.", [Section("training", "how a network is trained", new TrainingOptions())]),
        new(
            "models",
            "Given as --set model.NAME=VALUE, and in YAML files beside 'kind'.",
            [
                .. NetworkTable.Networks.Select(row => Section(row.Name, row.Summary, Activator.CreateInstance(row.Options)!)),
                Section(GptModelOptions.Name, GptModelOptions.Summary, new GptModelOptions()),
            ]
        ),
        new(
            "layers",
            "Given in the list 'layers' of a YAML file with 'kind: sequential', beside the layer's own 'kind'.",
            [.. LayerTable.Layers.Select(row => Section(row.Name, row.Summary, Activator.CreateInstance(row.Options)!))]
        ),
    ];

    /// <summary>The options that all sections have, once; none where there is one section.</summary>
    public IReadOnlyList<OptionDescription> Common { get; } =
        Sections.Count == 1 ? [] : [.. Sections[0].Options.Where(option => Sections.All(section => section.Options.Contains(option)))];

    private static OptionSection Section(string name, string summary, object defaults) =>
        new(name, summary, OptionsList.Of(defaults, OptionsJson.Create(NetworkTable.Choices)));
}
