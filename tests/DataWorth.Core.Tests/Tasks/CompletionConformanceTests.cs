using DataWorth.Tasks;
using DataWorth.Tests.Gradients;

namespace DataWorth.Tests.Tasks;

/// <summary>Language modelling where some tokens do not count.</summary>
public sealed class CompletionConformanceTests : AttributionTaskConformance
{
    private readonly TokenProblem _problem = new();

    protected override AttributionTask Task => new LanguageModelingTask(_problem.Model, "Tokens", "Counts");

    protected override int Count => 3;

    public override void Dispose()
    {
        base.Dispose();
        _problem.Dispose();
    }

    // Every token but the second counts.
    protected override ExampleBatch Batch(int first, int count)
    {
        using var scope = NewDisposeScope();
        var batch = TokenProblem.Batch(first, count);
        var counts = batch["Tokens.Mask"].ne(0);
        counts.narrow(1, 1, 1).fill_(false);
        return new(
            batch.Ids,
            batch
                .Columns.Append(new("Counts", counts))
                .Append(new("Counts.Mask", batch["Tokens.Mask"].clone()))
                .ToDictionary(entry => entry.Key, entry => entry.Value.DetachFromDisposeScope())
        );
    }
}
