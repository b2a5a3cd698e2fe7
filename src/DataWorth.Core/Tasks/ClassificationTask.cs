namespace DataWorth.Tasks;

/// <summary>Classification by a softmax over logits [B, C] with cross entropy.</summary>
/// <remarks>Loss_n = logsumexp(z_n) - z_n,y; margin_n = z_n,y - logsumexp_{c != y} z_n,c.</remarks>
public sealed class ClassificationTask : AttributionTask, IClassifies, ISamplesLabels
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly string _features;
    private readonly string _label;

    /// <summary>Makes the task.</summary>
    /// <param name="model">Maps [B, ...] to logits [B, C]. It is run in evaluation mode.</param>
    /// <param name="featureColumn">Column of the inputs. Default "Features".</param>
    /// <param name="labelColumn">Column of the labels 0..C-1. Default "Label".</param>
    /// <param name="itemShape">Shape of one example when the model does not take flat vectors, e.g. [1, 28, 28].</param>
    public ClassificationTask(
        nn.Module<Tensor, Tensor> model,
        string featureColumn = "Features",
        string labelColumn = "Label",
        IReadOnlyList<long>? itemShape = null
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(featureColumn);
        ArgumentNullException.ThrowIfNull(labelColumn);
        _model = model;
        _features = featureColumn;
        _label = labelColumn;
        Columns = [BatchColumn.Numbers(featureColumn, itemShape), BatchColumn.Integers(labelColumn)];
    }

    /// <inheritdoc/>
    public override nn.Module Model => _model;

    /// <summary>Column of the inputs.</summary>
    public string FeatureColumn => _features;

    /// <summary>Column of the labels.</summary>
    public string LabelColumn => _label;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchColumn> Columns { get; }

    /// <inheritdoc/>
    public override Tensor Forward(ExampleBatch batch) => _model.call(batch[_features]);

    /// <inheritdoc/>
    /// <remarks>log(1 + exp(-margin)), which equals the cross entropy: its first and second derivatives keep their relative accuracy where
    /// p_y is close to 1 and p_y - 1 would be rounding.</remarks>
    public override Tensor Loss(Tensor outputs, ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        var margin = Margin(outputs, batch);
        // max(0, -margin) + log(1 + exp(-|margin|)): no exponential overflows, in a second derivative either.
        var size = where(margin.ge(0), margin, -margin);
        return ((-margin).relu() + (-size).exp().log1p()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Margin(Tensor outputs, ExampleBatch batch) => Softmax.Margin(outputs, Labels(outputs, batch));

    /// <inheritdoc/>
    public Tensor CorrectProbability(Tensor outputs, ExampleBatch batch) => Softmax.LogProbability(outputs, Labels(outputs, batch)).exp();

    /// <inheritdoc/>
    public Tensor SampledLoss(Tensor outputs, ExampleBatch batch, long seed)
    {
        using var uniforms = Softmax.Uniforms(batch.Ids, 1, seed, outputs);
        using var sampled = Softmax.Sample(outputs.unsqueeze(1), uniforms).squeeze(1);
        return nn.functional.cross_entropy(outputs, sampled, reduction: nn.Reduction.None);
    }

    /// <summary>What is measured of a query from task, logits and batch, [B]. Default null: the log-probability of its label. The margin:
    /// <c>(task, logits, batch) => task.Margin(logits, batch)</c>.</summary>
    public Func<ClassificationTask, Tensor, ExampleBatch, Tensor>? Measurement { get; init; }

    /// <inheritdoc/>
    public override Tensor Measure(Tensor outputs, ExampleBatch batch) =>
        Measurement?.Invoke(this, outputs, batch) ?? base.Measure(outputs, batch);

    /// <summary>A digest of the model's code, where that can change while its structure stays: part of <see cref="Describe"/>, so that
    /// features of other code are never taken for this one's. Default null.</summary>
    public string? ModelCode { get; init; }

    /// <inheritdoc/>
    public override string Describe() =>
        "classification by softmax, cross entropy" + (ModelCode is null ? "" : $"; model code {ModelCode}");

    private Tensor Labels(Tensor outputs, ExampleBatch batch)
    {
        if (outputs.dim() != 2 || outputs.shape[0] != batch.Count)
        {
            CoreThrow.BatchShape("(model output)", $"[{batch.Count}, classes]", $"[{string.Join(", ", outputs.shape)}]");
        }

        return Softmax.CheckedLabels(_label, batch, batch[_label], outputs.shape[1]);
    }
}
