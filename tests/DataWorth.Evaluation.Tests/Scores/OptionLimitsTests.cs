using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Tasks.GlyphsMlp;
using DataWorth.Models.Networks;

namespace DataWorth.Evaluation.Tests.Scores;

/// <summary>Options that are larger than a task's model can use are refused before anything is trained.</summary>
public sealed class OptionLimitsTests
{
    [Theory]
    [InlineData("logra", "rank", 784, "the longest side of the model's layers")]
    [InlineData("logra-pca", "rank", 784, "the longest side of the model's layers")]
    [InlineData("lorif", "rank", 784, "the longest side of the model's layers")]
    [InlineData("lorif", "factor-rank", 8, "the shorter side of the largest projected gradient")]
    [InlineData("lorif", "subspace", 60, "the number of training examples")]
    [InlineData("trak", "dimension", (784 * 8) + (8 * 10), "the number of tracked parameters")]
    public void LargestValue_IsTaken_AndOneMoreIsRefused(string method, string option, int most, string reason)
    {
        using var store = new MemoryArtifactStore();
        using var task = GlyphsMlpTask.Create(
            new()
            {
                TrainCount = 60,
                QueryCount = 5,
                Network = new MlpOptions { Widths = [784, 8, 10] },
            }
        );
        _ = new EvaluationRun(Plan(most), store, task, new RetrainOptions());
        var exception = Assert.Throws<OptionException>(() => new EvaluationRun(Plan(most + 1), store, task, new RetrainOptions()));
        Assert.Equal($"methods[1].options.{option}", exception.Path);
        Assert.Equal(
            $"Method '{method}': '{option}' is {most + 1}, expected at most {most} for this task: {reason}, from which on nothing changes.",
            exception.Message
        );
        Assert.Empty(store.List(""));

        EvaluationPlan Plan(int value) =>
            new()
            {
                Methods =
                [
                    new MethodVariant { Label = "ekfac", Method = "ekfac" },
                    new MethodVariant
                    {
                        Label = method,
                        Method = method,
                        Options = new Dictionary<string, string> { [option] = $"{value}" },
                    },
                ],
            };
    }
}
