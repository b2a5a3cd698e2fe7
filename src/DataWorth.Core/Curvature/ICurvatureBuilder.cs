namespace DataWorth.Curvature;

/// <summary>Accumulates a curvature's statistics over training features. Statistics are sums: shards merge by addition, in any order up to rounding.</summary>
public interface ICurvatureBuilder : IDisposable
{
    /// <summary>Adds examples.</summary>
    /// <param name="features">phi [B, D] as the store holds it (decoded).</param>
    void Add(Tensor features);

    /// <summary>The unnormalised sums and the number of examples, by name; owned by the builder.</summary>
    IReadOnlyDictionary<string, Tensor> Sums { get; }

    /// <summary>Adds another builder's <see cref="Sums"/>.</summary>
    void Merge(IReadOnlyDictionary<string, Tensor> sums);

    /// <summary>Normalises and returns the curvature, which the caller owns. The builder is spent.</summary>
    /// <exception cref="InvalidOperationException">There are no examples, or a sum is not finite.</exception>
    ICurvature Build();
}
