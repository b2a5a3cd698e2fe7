using DataWorth.LinearAlgebra;
using DataWorth.Randomness;

namespace DataWorth.Tasks;

/// <summary>What softmax tasks share: margins, label probabilities and seeded label sampling, over the last dimension of the
/// logits.</summary>
internal static class Softmax
{
    private const long WorkingNumbers = 1 << 22;

    /// <summary>The labels of a column, [B], after a look at their range.</summary>
    /// <exception cref="InvalidOperationException">A label is negative, or not below the number of classes.</exception>
    public static Tensor CheckedLabels(string column, ExampleBatch batch, Tensor labels, long classes)
    {
        if (labels.dim() != 1)
        {
            CoreThrow.BatchShape(column, $"[{batch.Count}]", $"[{string.Join(", ", labels.shape)}]");
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        if (labels.lt(0).logical_or(labels.ge(classes)).any().item<bool>())
        {
            var list = labels.cpu().data<long>().ToArray();
            var index = Array.FindIndex(list, label => label < 0 || label >= classes);
            CoreThrow.BadLabel(column, batch.Ids[index], list[index], classes);
        }

        return labels;
    }

    /// <summary>log p_y, [...], from logits [..., C] and labels [...].</summary>
    public static Tensor LogProbability(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var logProbabilities = Wide(logits).log_softmax(-1);
        return logProbabilities.gather(-1, labels.unsqueeze(-1)).squeeze(-1).MoveToOuterDisposeScope();
    }

    /// <summary>logit_y - logsumexp over the other classes, [...].</summary>
    /// <remarks>The label's logit is replaced by -inf in a copy, so that the difference stays exact when p_y is close to 1.</remarks>
    public static Tensor Margin(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        logits = Wide(logits);
        var index = labels.unsqueeze(-1);
        var correct = logits.gather(-1, index).squeeze(-1);
        var others = logits.scatter(-1, index, full(index.shape, double.NegativeInfinity, logits.dtype, logits.device));
        return (correct - others.logsumexp(-1)).MoveToOuterDisposeScope();
    }

    // 16 bits would round a sum of log-probabilities to two or three digits.
    private static Tensor Wide(Tensor logits) => logits.to_type(WideType.Of(logits.dtype));

    /// <summary>Uniform numbers [B, T] in [0, 1) that depend on (seed, example id, position) only.</summary>
    public static Tensor Uniforms(IReadOnlyList<string> ids, int positions, long seed, Tensor like)
    {
        var values = new double[ids.Count * positions];
        for (var row = 0; row < ids.Count; row++)
        {
            var random = NamedRandom.Create(seed, ids[row]);
            for (var position = 0; position < positions; position++)
            {
                values[row * positions + position] = random.NextDouble();
            }
        }

        return tensor(values, [ids.Count, positions], dtype: ScalarType.Float64, device: like.device);
    }

    /// <summary>Labels [B, T] drawn by the inverse of the cumulated softmax of logits [B, T, C], a bounded number of logits at a
    /// time.</summary>
    public static Tensor Sample(Tensor logits, Tensor uniforms)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (rows, classes) = (logits.shape[0] * logits.shape[1], logits.shape[2]);
        var flat = logits.detach().reshape(rows, classes);
        var thresholds = uniforms.reshape(rows, 1);
        var labels = zeros([rows], ScalarType.Int64, logits.device);
        var step = Math.Max(1, WorkingNumbers / classes);
        for (long first = 0; first < rows; first += step)
        {
            using var part = NewDisposeScope();
            var count = Math.Min(step, rows - first);
            var cumulated = flat.narrow(0, first, count).to_type(ScalarType.Float64).softmax(-1).cumsum(-1);
            var below = cumulated.le(thresholds.narrow(0, first, count)).sum(-1); // how many classes end before u
            labels.narrow(0, first, count).copy_(below.clamp(0, classes - 1));
        }

        return labels.view(logits.shape[0], logits.shape[1]).MoveToOuterDisposeScope();
    }
}
