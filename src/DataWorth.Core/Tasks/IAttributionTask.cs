namespace DataWorth.Tasks;

/// <summary>A trained model together with what is asked of it: the only thing a user must supply to attribute their own model.</summary>
/// <remarks>
/// Losses are summed over positions and never averaged over the batch, so that an example's gradient does not depend on its batch.
/// Implementations run the model through <c>call</c>, in the mode it is in: put it in eval mode first.
/// </remarks>
public interface IAttributionTask
{
    /// <summary>The user's module. Its tracked submodules must be used through <c>call</c>.</summary>
    nn.Module Model { get; }

    /// <summary>The columns that the task reads from a batch.</summary>
    IReadOnlyList<BatchColumn> Columns { get; }

    /// <summary>Runs the model. Returns its outputs (for softmax tasks the logits).</summary>
    Tensor Forward(ExampleBatch batch);

    /// <summary>The loss of each example, [B], summed over its positions.</summary>
    Tensor Loss(Tensor outputs, ExampleBatch batch);

    /// <summary>The margin logit_y - logsumexp_{c != y} logit_c of each example, [B], summed over positions.</summary>
    /// <exception cref="NotSupportedException">The task has no labels.</exception>
    Tensor Margin(Tensor outputs, ExampleBatch batch) =>
        throw new NotSupportedException($"{GetType().Name} defines no margin: use the loss, or implement IAttributionTask.Margin.");

    /// <summary>The model's probability of the right label for each example, [B], averaged over positions.</summary>
    /// <exception cref="NotSupportedException">The task has no labels.</exception>
    Tensor CorrectProbability(Tensor outputs, ExampleBatch batch) =>
        throw new NotSupportedException($"{GetType().Name} defines no label probability: implement IAttributionTask.CorrectProbability.");

    /// <summary>The loss of each example, [B], for labels drawn from the model's own softmax; the draw depends on <paramref name="seed"/>
    /// and the example's id only.</summary>
    /// <exception cref="NotSupportedException">The task has no softmax.</exception>
    Tensor SampledLoss(Tensor outputs, ExampleBatch batch, long seed) =>
        throw new NotSupportedException(
            $"{GetType().Name} cannot sample labels: use the empirical Fisher, or implement IAttributionTask.SampledLoss."
        );

    /// <summary>1 at real positions, 0 at padding, [B, T]; null when every position is real.</summary>
    Tensor? PositionMask(ExampleBatch batch) => null;
}
