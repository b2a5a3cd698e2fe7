using DataWorth.Tasks;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Runs the queries through a model in batches of fixed size.</summary>
public static class QueryMeasuring
{
    /// <summary>Loss, margin and share of right targets of every query.</summary>
    /// <param name="task">The model.</param>
    /// <param name="ids">Ids of the queries.</param>
    /// <param name="batchSize">Queries at a time: always the same, so that a query's bits are.</param>
    /// <param name="targetsPerQuery">Targets of each query.</param>
    /// <param name="columns">The columns of some queries, which the batch then owns.</param>
    /// <param name="label">Column of the classes [B], or of tokens [B, T] that are each predicted from those before.</param>
    public static QueryMeasurements Measure(
        AttributionTask task,
        IReadOnlyList<string> ids,
        int batchSize,
        int targetsPerQuery,
        Func<int, int, Dictionary<string, Tensor>> columns,
        string label
    )
    {
        using var unused = no_grad();
        var result = new QueryMeasurements(new float[ids.Count], new float[ids.Count], new float[ids.Count]);
        for (var first = 0; first < ids.Count; first += batchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, ids.Count - first);
            using var batch = new ExampleBatch([.. ids.Skip(first).Take(count)], columns(first, count));
            var outputs = task.Forward(batch);
            Copy(task.Loss(outputs, batch), result.Loss, first);
            Copy(((IClassifies)task).Margin(outputs, batch), result.Margin, first);
            Copy(RightShare(outputs, batch[label], targetsPerQuery), result.Correct, first);
        }

        return result;
    }

    private static Tensor RightShare(Tensor outputs, Tensor labels, int targetsPerQuery)
    {
        var isSequence = outputs.ndim == 3;
        var predicted = (isSequence ? outputs.narrow(1, 0, outputs.shape[1] - 1) : outputs).argmax(-1);
        var right = predicted.eq(isSequence ? labels.narrow(1, 1, labels.shape[1] - 1) : labels).to_type(ScalarType.Float32);
        return isSequence ? right.sum(1).div_((float)targetsPerQuery) : right;
    }

    private static void Copy(Tensor values, float[] target, int first) =>
        values.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray().CopyTo(target, first);
}
