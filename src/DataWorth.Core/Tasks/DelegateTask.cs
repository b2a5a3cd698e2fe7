using DataWorth.Text;

namespace DataWorth.Tasks;

/// <summary>A task whose parts are functions: <see cref="AttributionTask.Of"/>.</summary>
internal sealed class DelegateTask(
    nn.Module model,
    IReadOnlyList<BatchColumn> columns,
    Func<ExampleBatch, Tensor> forward,
    Func<Tensor, ExampleBatch, Tensor> loss,
    Func<Tensor, ExampleBatch, Tensor>? measure,
    Func<ExampleBatch, Tensor?>? positionMask,
    string description
) : AttributionTask
{
    public override nn.Module Model => model;

    public override IReadOnlyList<BatchColumn> Columns => columns;

    public override Tensor Forward(ExampleBatch batch) => forward(batch);

    public override Tensor Loss(Tensor outputs, ExampleBatch batch) => loss(outputs, batch);

    public override Tensor Measure(Tensor outputs, ExampleBatch batch) => measure?.Invoke(outputs, batch) ?? base.Measure(outputs, batch);

    /// <summary>Whether the mask is the user's, not one that a column of any length brings along.</summary>
    public bool HasGivenMask => positionMask is not null;

    public override string Describe() => $"{description}: {Functions(isSettings: false)}";

    internal override string DescribeSettings() => $"{description}: {Functions(isSettings: true)}";

    private string Functions(bool isSettings)
    {
        ValueWriter writer = new(model.modules().Prepend(model), isSettings);
        return string.Join("; ", new Delegate?[] { forward, loss, positionMask }.Select(writer.Write));
    }

    public override Tensor? PositionMask(ExampleBatch batch)
    {
        if (positionMask is not null)
        {
            return positionMask(batch);
        }

        // Columns of any length say which of their positions are real. Where they differ, nobody knows whose the modules see.
        var masks = batch
            .Columns.Where(column => column.Key.EndsWith(BatchColumn.MaskSuffix, StringComparison.Ordinal))
            .Select(column => column.Value)
            .ToList();
        return masks.Count > 0 && masks.TrueForAll(mask => mask.shape.SequenceEqual(masks[0].shape)) ? masks[0] : null;
    }
}
