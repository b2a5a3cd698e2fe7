using System.Reflection;
using DataWorth.Text;

namespace DataWorth.Tasks;

/// <summary>A trained model together with what is asked of it: the only thing a user must supply to attribute their own model.</summary>
/// <remarks>
/// Losses are summed over positions and never averaged over the batch, so that an example's gradient does not depend on its batch.
/// Implementations run the model through <c>call</c>. It is run in evaluation mode, whatever mode it is in, and left as it was.
/// The short form is <see cref="Of"/>: five lines for a model and a loss of one's own.
/// </remarks>
public abstract class AttributionTask
{
    private static readonly string[] s_code =
    [
        nameof(Forward),
        nameof(Loss),
        nameof(PositionMask),
        nameof(IClassifies.Margin),
        nameof(IClassifies.CorrectProbability),
        nameof(ISamplesLabels.SampledLoss),
    ];

    /// <summary>The user's module. Its tracked submodules must be used through <c>call</c>.</summary>
    public abstract nn.Module Model { get; }

    /// <summary>The columns that the task reads from a batch.</summary>
    public abstract IReadOnlyList<BatchColumn> Columns { get; }

    /// <summary>Runs the model. Returns its outputs (for softmax tasks the logits).</summary>
    /// <param name="batch">The examples.</param>
    public abstract Tensor Forward(ExampleBatch batch);

    /// <summary>The training loss l_n of each example, [B], summed over its positions.</summary>
    /// <param name="outputs">What <see cref="Forward"/> gave.</param>
    /// <param name="batch">The examples.</param>
    public abstract Tensor Loss(Tensor outputs, ExampleBatch batch);

    /// <summary>The measured quantity f of each query, [B], whose change is attributed: a positive score means that training on an example
    /// raises it. Default -<see cref="Loss"/>.</summary>
    /// <param name="outputs">What <see cref="Forward"/> gave.</param>
    /// <param name="batch">The queries.</param>
    public virtual Tensor Measure(Tensor outputs, ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        return (-Loss(outputs, batch)).MoveToOuterDisposeScope();
    }

    /// <summary>Everything that <see cref="Forward"/> and <see cref="Loss"/> depend on besides the model and the columns, as text: kind of
    /// loss, temperatures, label smoothing. Part of the key of stored features, so that those of another loss are never used.</summary>
    public abstract string Describe();

    /// <summary>The same without what the task changes by itself while it computes (caches): it stays the same as long as the task
    /// does.</summary>
    internal virtual string DescribeSettings() => Describe();

    /// <summary>The code of a class of one's own, and what it reads; "" for DataWorth's. Measurements are no part of it: they change no
    /// features.</summary>
    /// <param name="isSettings">Whether what it changes by itself as it computes is left out.</param>
    internal string DescribeCode(bool isSettings)
    {
        MethodInfo[] own = [.. GetType().GetMethods().Where(method => s_code.Contains(method.Name) && MethodCode.IsOwn(method.Module))];
        return own.Length == 0 ? "" : new ValueWriter(Model.modules().Prepend(Model), isSettings).Methods(this, own).Text;
    }

    /// <summary>1 at real positions, 0 at padding, [B, T]; null (the default) when every position is real.</summary>
    /// <param name="batch">The examples.</param>
    public virtual Tensor? PositionMask(ExampleBatch batch) => null;

    /// <summary>A task from functions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="columns">The columns that the functions read.</param>
    /// <param name="forward">Runs the model on a batch.</param>
    /// <param name="loss">The loss of each example, [B], from the outputs and the batch; never averaged over examples.</param>
    /// <param name="measure">The measured quantity of each query, [B]. Default: minus the loss.</param>
    /// <param name="positionMask">1 at real positions, 0 at padding, [B, T]. Default: the mask of the columns of any length.</param>
    /// <param name="description">What the loss depends on besides model and columns. The code of the functions, and of
    /// what they call in assemblies of your own, is seen, and so is what they read of what they have captured and of your static fields:
    /// numbers, texts, tensors, collections, your own objects. Not seen is what other objects of the system hold (streams, random numbers),
    /// files, and surroundings: change the description when that changes. Default "custom".</param>
    public static AttributionTask Of(
        nn.Module model,
        IReadOnlyList<BatchColumn> columns,
        Func<ExampleBatch, Tensor> forward,
        Func<Tensor, ExampleBatch, Tensor> loss,
        Func<Tensor, ExampleBatch, Tensor>? measure = null,
        Func<ExampleBatch, Tensor?>? positionMask = null,
        string description = "custom"
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(description);
        return new DelegateTask(model, columns, forward, loss, measure, positionMask, description);
    }
}
