namespace DataWorth.Evaluation.Retraining;

/// <summary>What a trained model makes of every query.</summary>
/// <param name="Loss">Loss of each query, [Q]; language models: summed over positions.</param>
/// <param name="Margin">logit_y - logsumexp of the other logits, [Q]; language models: summed over positions.</param>
/// <param name="Correct">Share of the query's targets that the largest logit meets, [Q]; for classification 0 or 1.</param>
public sealed record QueryMeasurements(float[] Loss, float[] Margin, float[] Correct)
{
    /// <summary>Number of queries Q.</summary>
    public int Count => Loss.Length;

    /// <summary>Whether all numbers are the same bits.</summary>
    /// <param name="other">Measurements of the same queries.</param>
    public bool HasSameBits(QueryMeasurements other) =>
        Same(Loss, other.Loss) && Same(Margin, other.Margin) && Same(Correct, other.Correct);

    private static bool Same(float[] left, float[] right) =>
        left.Length == right.Length
        && left.Zip(right).All(pair => BitConverter.SingleToUInt32Bits(pair.First) == BitConverter.SingleToUInt32Bits(pair.Second));
}
