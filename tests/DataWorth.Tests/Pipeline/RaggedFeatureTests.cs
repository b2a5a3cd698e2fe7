using DataWorth.Methods.Logra;

namespace DataWorth.Tests.Pipeline;

/// <summary>Features of variable length, of which one row has too few for the model.</summary>
public sealed class RaggedFeatureTests
{
    /// <summary>Beside longer rows it is padded with zeros, which the model would take for numbers.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    public void ARowThatIsTooShort_IsRefusedByName_WhateverTheBatchSizeIs(int batchSize)
    {
        using var problem = new AttributionProblem();
        var rows = problem
            .Train.Select((row, i) => new Ragged(row.Id, i == 25 ? row.Features[..5] : row.Features, row.Label))
            .ToArray();
        var view = problem.MLContext.Data.LoadFromEnumerable(rows);
        var options = new LograOptions
        {
            Store = problem.Store,
            Rank = 3,
            BatchSize = batchSize,
        };
        var refused = Assert.Throws<InvalidOperationException>(() =>
            problem.MLContext.Attribution.Logra(problem.Classifier.Task, options).Fit(view).Dispose()
        );
        Assert.Contains("'train-25'", refused.Message, StringComparison.Ordinal);
    }

    private sealed record Ragged(string Id, float[] Features, long Label);
}
