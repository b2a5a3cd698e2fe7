using DataWorth.Tasks;

namespace DataWorth.Tests.Tasks;

public sealed class ClassificationConformanceTests : AttributionTaskConformance
{
    private readonly SmallClassifier _problem = new();

    protected override AttributionTask Task => _problem.Task;

    protected override int Count => _problem.Count;

    public override void Dispose()
    {
        base.Dispose();
        _problem.Dispose();
    }

    protected override ExampleBatch Batch(int first, int count) => _problem.Batch(first, count);
}
