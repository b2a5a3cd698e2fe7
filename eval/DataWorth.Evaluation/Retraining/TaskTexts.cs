using System.Globalization;
using System.Text.Json;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Texts that stand in the fingerprint of a task. Written out, so that an option which is added to a record one day does not
/// orphan a bank.</summary>
internal static class TaskTexts
{
    public static string Of(IEnumerable<float> values) =>
        string.Join(' ', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    public static string Of(TrainingOptions training)
    {
        var rate = training.Schedule == LearningRateSchedule.Triangular ? $"peak {Text(training.PeakEpoch)}" : "";
        return $"{training.Optimizer} rate {Text(training.LearningRate)} {training.Schedule} {rate} momentum {Text(training.Momentum)} "
            + $"decay {Text(training.WeightDecay)} "
            + $"batch {training.BatchSize} epochs {training.Epochs}";
    }

    public static string Of(Gpt2Options network) => $"{{\"network\":\"gpt2\",{JsonSerializer.Serialize(network)[1..]}";

    public static string Of(NetworkOptions network) =>
        network is MlpOptions mlp ? $"mlp {string.Join('-', mlp.Widths)} bias {mlp.HasBias}" : JsonSerializer.Serialize(network);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
