using DataWorth.Tasks;
using DataWorth.Tests.Gradients;

namespace DataWorth.Tests.Tasks;

public sealed class LanguageModelingConformanceTests : AttributionTaskConformance
{
    private readonly TokenProblem _problem = new();

    protected override AttributionTask Task => _problem.Task;

    protected override int Count => TokenProblem.Count;

    public override void Dispose()
    {
        base.Dispose();
        _problem.Dispose();
    }

    protected override ExampleBatch Batch(int first, int count) => TokenProblem.Batch(first, count);
}
