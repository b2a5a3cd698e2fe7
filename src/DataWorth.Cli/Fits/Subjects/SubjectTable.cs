using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Configuration;
using DataWorth.Models.Networks;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>The kinds of data and models that commands fit and ask. A new kind is a row here.</summary>
internal static class SubjectTable
{
    /// <summary>The kinds; the first one that takes a model has it.</summary>
    public static IReadOnlyList<SubjectKind> Kinds { get; } = [TextOrigin.Kind, RowOrigin.Kind];

    /// <summary>How JSON chooses models, layers, and what a plan fits.</summary>
    public static IReadOnlyList<OptionChoice> Choices { get; } =
    [
        new(typeof(ModelOptions), "kind", [.. Kinds.Reverse().SelectMany(kind => kind.Models)]),
        .. NetworkTable.Choices.Where(choice => choice.Base != typeof(ModelOptions)),
        new(typeof(SubjectDefinition), "subject", [("rows", typeof(RowDefinition)), ("texts", typeof(TextDefinition))]),
    ];

    /// <summary>The kind of a model.</summary>
    /// <param name="model">What --model says.</param>
    public static SubjectKind Of(string model) => Kinds.First(kind => kind.Takes(model));

    /// <summary>The kind of a model of a pipeline.</summary>
    /// <param name="model">The model.</param>
    public static SubjectKind Of(ModelOptions model) => Kinds.First(kind => kind.Models.Any(row => row.Options == model.GetType()));
}
