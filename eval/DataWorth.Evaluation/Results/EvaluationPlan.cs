using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DataWorth.Configuration;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;

namespace DataWorth.Evaluation.Results;

/// <summary>What an evaluation does: models, subsets, removals, checks, and the methods that are compared.</summary>
public record EvaluationPlan : IValidatedOptions
{
    /// <summary>A name for people and for the files of the result: letters, digits, '-', '_' and '.', the first no '.'. Default
    /// "evaluation".</summary>
    [Description("A name for people and for the files of the result: letters, digits, '-', '_' and '.', the first no '.'.")]
    public string Name { get; init; } = "evaluation";

    /// <summary>Seeds of the attributed models, trained on all examples: below those of retrainings
    /// (<see cref="SubsetDesign.FirstRetrainingSeed"/>), each once. Default 0 to 4.</summary>
    [Description("Seeds of the attributed models, trained on all examples; each once.")]
    [Range(0, SubsetDesign.FirstRetrainingSeed - 1.0)]
    public IReadOnlyList<long> ModelSeeds { get; init; } = [0, 1, 2, 3, 4];

    /// <summary>The subsets of the linear datamodeling score.</summary>
    [Description("The subsets and retrainings of the linear datamodeling score.")]
    public SubsetDesign Subsets { get; init; } = new();

    /// <summary>The brittleness test.</summary>
    [Description("The brittleness test: remove the strongest proponents and train again.")]
    public BrittlenessDesign Brittleness { get; init; } = new();

    /// <summary>The cheap checks.</summary>
    [Description("Checks that need no retraining of subsets.")]
    public CheckDesign Checks { get; init; } = new();

    /// <summary>The methods, at least one, each label once.</summary>
    [JsonIgnore]
    public IReadOnlyList<MethodVariant> Methods { get; init; } = [];

    /// <summary>The method of a label.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public MethodVariant Find(string label) => Find(label, "");

    /// <summary>The tasks besides the evaluation's own that its checks train models for: with copies as queries, with wrong
    /// labels.</summary>
    /// <param name="task">The evaluation's task; stays the caller's.</param>
    /// <returns>Tasks, the caller's to dispose.</returns>
    public IReadOnlyList<RetrainingTask> TasksOfChecks(RetrainingTask task) => [.. CheckRun.TasksOf(Checks, task)];

    /// <inheritdoc/>
    public virtual void Validate()
    {
        OptionRules.CheckRanges(this);
        OptionRules.CheckFileName(nameof(Name), Name);
        if (ModelSeeds.Count == 0 || ModelSeeds.Distinct().Count() < ModelSeeds.Count)
        {
            Throw.BadModelSeeds(ModelSeeds);
        }

        CheckMethods();
        CheckBrittleness();
        CheckLabels(Brittleness.Methods, "brittleness.methods");
        CheckLabels(Checks.Methods, "checks.methods");
    }

    /// <summary>Checks what depends on the size of the task.</summary>
    /// <param name="trainCount">Number of training examples N.</param>
    /// <param name="queryCount">Number of queries Q.</param>
    /// <exception cref="OptionException">Subsets, removals, queries or flipped labels do not fit.</exception>
    internal void CheckSize(int trainCount, int queryCount)
    {
        if (!Subsets.Fits(trainCount))
        {
            Throw.Option(
                "subsets.fraction",
                Subsets.Fraction,
                $"a share that leaves some of {trainCount} training examples in and some out"
            );
        }

        if (Brittleness.Queries > queryCount)
        {
            Throw.Option("brittleness.queries", Brittleness.Queries, $"at most the task's {queryCount} queries");
        }

        if (Brittleness.Queries > 0 && Brittleness.Removals[^1] >= trainCount)
        {
            Throw.Option("brittleness.removals", Text(Brittleness.Removals), $"less than the task's {trainCount} training examples");
        }

        if (Checks.FlippedShare > 0 && Checks.FlippedShare * trainCount < 0.5)
        {
            Throw.Option("checks.flipped-share", Checks.FlippedShare, $"0, or a share of at least one of {trainCount} training examples");
        }
    }

    /// <summary>Checks what depends on the task's model.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="OptionException">An option of a method is larger than anything that makes sense for the model.</exception>
    internal void CheckOptions(RetrainingTask task)
    {
        using var limits = new OptionLimits(task);
        for (var i = 0; i < Methods.Count; i++)
        {
            try
            {
                limits.Check(Methods[i]);
            }
            catch (OptionException exception)
            {
                throw new OptionException(
                    $"{PlaceOf(i)}.options.{exception.Path}",
                    $"Method '{Methods[i].Label}': {exception.Message}",
                    exception
                );
            }
        }
    }

    /// <summary>Where the file has a method.</summary>
    /// <param name="method">Position in <see cref="Methods"/>.</param>
    private protected virtual string PlaceOf(int method) => $"methods[{method}]";

    private void CheckMethods()
    {
        if (Methods.Count == 0)
        {
            Throw.Option("methods", "[]", "at least one method");
        }

        HashSet<string> labels = [RemovalPlan.Random, RemovalPlan.RandomOfClass];
        for (var i = 0; i < Methods.Count; i++)
        {
            if (!labels.Add(Methods[i].Label))
            {
                Throw.LabelTwice($"{PlaceOf(i)}.label", Methods[i].Label);
            }

            if (Methods[i].Checkpoints < 1 || Methods[i].Checkpoints > ModelSeeds.Count)
            {
                Throw.Option(
                    $"{PlaceOf(i)}.checkpoints",
                    Methods[i].Checkpoints,
                    $"a number from 1 to {ModelSeeds.Count}, the number of model-seeds"
                );
            }
        }
    }

    private void CheckBrittleness()
    {
        var removals = Brittleness.Removals;
        if (removals.Count == 0 || removals.Zip(removals.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            Throw.Option("brittleness.removals", Text(removals), "at least one number, each greater than the one before");
        }

        if (Brittleness.Queries > 0 && Brittleness.Retrainings > ModelSeeds.Count)
        {
            Throw.Option("brittleness.retrainings", Brittleness.Retrainings, $"at most {ModelSeeds.Count}, the number of model-seeds");
        }
    }

    private void CheckLabels(IReadOnlyList<string> labels, string place)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            Find(labels[i], $"{place}[{i}]");
        }
    }

    private MethodVariant Find(string label, string place)
    {
        var found = Methods.FirstOrDefault(method => method.Label == label);
        if (found is null)
        {
            Throw.UnknownLabel(place, label, Methods.Select(method => method.Label));
        }

        return found;
    }

    private static string Text(IReadOnlyList<int> numbers) => $"[{string.Join(", ", numbers)}]";
}
