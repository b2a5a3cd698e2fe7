using DataWorth.Randomness;

namespace DataWorth.Tasks;

/// <summary>What softmax tasks share: margins, label probabilities and seeded label sampling, over the last dimension of the logits.</summary>
internal static class Softmax
{
    /// <summary>log p_y, [...], from logits [..., C] and labels [...].</summary>
    public static Tensor LogProbability(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var logProbabilities = logits.log_softmax(-1);
        return logProbabilities.gather(-1, labels.unsqueeze(-1)).squeeze(-1).MoveToOuterDisposeScope();
    }

    /// <summary>logit_y - logsumexp over the other classes, [...].</summary>
    /// <remarks>The label's logit is replaced by -inf in a copy, so that the difference stays exact when p_y is close to 1.</remarks>
    public static Tensor Margin(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var index = labels.unsqueeze(-1);
        var correct = logits.gather(-1, index).squeeze(-1);
        var others = logits.scatter(-1, index, full(index.shape, double.NegativeInfinity, logits.dtype, logits.device));
        return (correct - others.logsumexp(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>Uniform numbers [B, T] in [0, 1) that depend on (seed, example id, position) only.</summary>
    public static Tensor Uniforms(IReadOnlyList<string> ids, int positions, long seed, Tensor like)
    {
        var values = new double[ids.Count * positions];
        for (var row = 0; row < ids.Count; row++)
        {
            var random = NamedRandom.Create(seed, ids[row]);
            for (var position = 0; position < positions; position++)
                values[row * positions + position] = random.NextDouble();
        }

        return tensor(values, [ids.Count, positions], dtype: ScalarType.Float64, device: like.device);
    }

    /// <summary>Labels [B, T] drawn by the inverse of the cumulated softmax of logits [B, T, C].</summary>
    public static Tensor Sample(Tensor logits, Tensor uniforms)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var cumulated = logits.detach().to_type(ScalarType.Float64).softmax(-1).cumsum(-1);
        var below = cumulated.le(uniforms.unsqueeze(-1)).sum(-1); // how many classes end before u
        return below.clamp(0, logits.shape[^1] - 1).to_type(ScalarType.Int64).MoveToOuterDisposeScope();
    }
}
