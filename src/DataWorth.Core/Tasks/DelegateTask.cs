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

    public override string Describe() => description;

    public override Tensor? PositionMask(ExampleBatch batch) => positionMask?.Invoke(batch);
}
