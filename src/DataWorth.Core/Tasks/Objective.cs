namespace DataWorth.Tasks;

/// <summary>The scalar per example whose gradient is taken.</summary>
/// <param name="Name">What it is, for messages: "loss".</param>
/// <param name="Values">Its values [B] from the task, the model's outputs and the batch.</param>
public sealed record Objective(string Name, Func<AttributionTask, Tensor, ExampleBatch, Tensor> Values)
{
    /// <summary>The training loss.</summary>
    public static Objective Loss { get; } = new("loss", (task, outputs, batch) => task.Loss(outputs, batch));

    /// <summary>Minus the measured quantity: like a loss, it falls where the measurement rises. For queries.</summary>
    public static Objective NegatedMeasurement { get; } = new("measurement", (task, outputs, batch) => -task.Measure(outputs, batch));

    /// <summary>The margin of the right label, which rises where the measurement does: TRAK's.</summary>
    public static Objective Margin { get; } = new("margin", (task, outputs, batch) => task.Classifies().Margin(outputs, batch));

    /// <summary>The loss of labels sampled from the model's own softmax: the gradients of the true Fisher.</summary>
    /// <param name="seed">Seed of the draws, which also depend on the example's id.</param>
    public static Objective SampledLoss(long seed) =>
        new(
            "sampled loss",
            (task, outputs, batch) =>
            {
                if (task is not ISamplesLabels sampler)
                {
                    CoreThrow.NoSampling(task.GetType().Name);
                    throw null!;
                }

                return sampler.SampledLoss(outputs, batch, seed);
            }
        );
}
