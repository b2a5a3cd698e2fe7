using DataWorth.Cli.Pipelines;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Tasks;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>Turns an evaluation file into the task and the plan of <see cref="EvaluationRun"/>.</summary>
internal static class EvaluationTasks
{
    /// <summary>Loads the data and makes the task.</summary>
    public static RetrainingTask Create(TaskSection section, DataLocator locator)
    {
        TaskSize size = new(section.TrainCount, section.QueryCount, section.QuerySeed);
        return section.Kind switch
        {
            TaskName.FashionMnistMlp => BenchmarkTasks
                .FashionMnistMlpAsync(locator, size, Mlp(section), Training(section, new TrainingOptions()))
                .GetAwaiter()
                .GetResult(),
            TaskName.Cifar10Resnet9 => BenchmarkTasks
                .Cifar10ResNet9Async(
                    locator,
                    size,
                    new ResNet9Options { WidthFactor = section.WidthFactor },
                    Training(section, BenchmarkTasks.CifarTraining)
                )
                .GetAwaiter()
                .GetResult(),
            TaskName.WikitextGpt2 => BenchmarkTasks
                .WikiTextGpt2Async(locator, size, section.BlockLength, Gpt2(section), Training(section, BenchmarkTasks.WikiTextTraining))
                .GetAwaiter()
                .GetResult(),
            _ => BenchmarkTasks.GlyphsMlp(size, Mlp(section), Training(section, BenchmarkTasks.GlyphsTraining)),
        };
    }

    /// <summary>Makes the plan: every combination of a method's options becomes a variant.</summary>
    public static EvaluationPlan Plan(EvaluationDefinition definition) =>
        new()
        {
            Name = definition.Name,
            ModelSeeds = [.. Enumerable.Range(0, definition.Models.Count).Select(seed => (long)seed)],
            Subsets = new()
            {
                Subsets = definition.Subsets.Count,
                Fraction = definition.Subsets.Fraction,
                Retrainings = definition.Subsets.Retrainings,
                Seed = definition.Subsets.Seed,
            },
            Methods = [.. definition.Methods.SelectMany(Variants)],
            Brittleness = new()
            {
                Queries = definition.Brittleness.Queries,
                Removals = definition.Brittleness.Removals,
                Retrainings = definition.Brittleness.Retrainings,
                Methods = definition.Brittleness.Methods,
            },
            Checks = new()
            {
                PurityNeighbours = definition.Checks.PurityNeighbours,
                Duplicates = definition.Checks.Duplicates,
                FlippedShare = definition.Checks.FlippedShare,
                Methods = definition.Checks.Methods,
            },
        };

    private static IEnumerable<MethodVariant> Variants(MethodSection section)
    {
        IEnumerable<(string Label, Dictionary<string, string> Options)> grid =
        [
            (section.Label.Length > 0 ? section.Label : section.Method, []),
        ];
        foreach ((var option, var values) in section.Options)
        {
            grid =
            [
                .. grid.SelectMany(cell =>
                    values.Select(value =>
                        (
                            values.Count > 1 ? $"{cell.Label} {option}={value}" : cell.Label,
                            new Dictionary<string, string>(cell.Options) { [option] = value }
                        )
                    )
                ),
            ];
        }

        return grid.Select(cell =>
        {
            MethodVariant variant = new()
            {
                Label = cell.Label,
                Method = section.Method,
                Options = cell.Options,
                Checkpoints = section.Checkpoints,
            };
            Check(variant);
            return variant;
        });
    }

    private static void Check(MethodVariant variant)
    {
        try
        {
            variant.Bind();
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"Method '{variant.Label}': {exception.Message}", exception);
        }
    }

    private static MlpOptions? Mlp(TaskSection section) =>
        section.HiddenWidths.Count == 0
            ? null
            : new MlpOptions { Widths = [784, .. section.HiddenWidths.Select(width => (long)width), 10] };

    private static Gpt2Options Gpt2(TaskSection section) =>
        new()
        {
            VocabularySize = section.VocabularySize,
            Positions = section.BlockLength,
            Width = section.ModelWidth,
            Layers = section.Layers,
            Heads = Math.Max(1, section.ModelWidth / 32),
        };

    private static TrainingOptions Training(TaskSection section, TrainingOptions own) =>
        own with
        {
            Epochs = section.Epochs > 0 ? section.Epochs : own.Epochs,
            PeakEpoch = section.Epochs > 0 ? own.PeakEpoch * section.Epochs / own.Epochs : own.PeakEpoch,
            BatchSize = section.BatchSize > 0 ? section.BatchSize : own.BatchSize,
            LearningRate = section.LearningRate > 0 ? section.LearningRate : own.LearningRate,
        };
}
