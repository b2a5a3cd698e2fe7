using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Texts;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>The kinds of data and models that commands fit and ask. A new kind is a row here.</summary>
internal static class SubjectTable
{
    /// <summary>The kinds; the first one that takes a model has it.</summary>
    public static IReadOnlyList<SubjectKind> Kinds { get; } = [TextOrigin.Kind, RowOrigin.Kind];

    /// <summary>The kind of a model.</summary>
    /// <param name="model">What --model says.</param>
    public static SubjectKind Of(string model) => Kinds.First(kind => kind.Takes(model));
}
