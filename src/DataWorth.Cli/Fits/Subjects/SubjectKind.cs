using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>A kind of data with the models that learn from them: all that commands do differently for it begins here.</summary>
internal sealed record SubjectKind
{
    /// <summary>The data in the plural: "tables and images".</summary>
    public required string Data { get; init; }

    /// <summary>A model in the singular: "a language model".</summary>
    public required string Model { get; init; }

    /// <summary>The options of training data.</summary>
    public required IReadOnlyList<OptionGroup> DataOptions { get; init; }

    /// <summary>Options of data that only a pipeline has, for plans that are never run. Default none.</summary>
    public IReadOnlyList<OptionGroup> PlanOptions { get; init; } = [];

    /// <summary>Names of the options that queries and candidates have too; the fit decides the others.</summary>
    public required IReadOnlyList<string> QueryOptions { get; init; }

    /// <summary>Whether --model names a model of this kind.</summary>
    public required Func<string, bool> Takes { get; init; }

    /// <summary>How a model is trained unless something else is said. Default as networks of classes are.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The models of this kind that a pipeline names, by their 'kind'.</summary>
    public required IReadOnlyList<(string Name, Type Options)> Models { get; init; }

    /// <summary>What is to be fitted, from the sections of a pipeline.</summary>
    public required Func<PipelineSections, SubjectDefinition> Compose { get; init; }

    /// <summary>What is to be fitted, from what was typed.</summary>
    public required Func<SubjectArguments, SubjectDefinition> Define { get; init; }

    /// <summary>What a fit was made from, from its notes; null for a fit of another kind.</summary>
    public required Func<IReadOnlyDictionary<string, string>, FitOrigin?> Read { get; init; }
}
