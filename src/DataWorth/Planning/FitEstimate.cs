using DataWorth.Features;

namespace DataWorth.Planning;

/// <summary>What a fit takes at most, known before it runs (<see cref="AttributionEstimator.Estimate"/>).</summary>
/// <param name="Examples">Training examples N.</param>
/// <param name="RowBytes">Bytes per example in the store, without ids; what has one position per example may take less.</param>
/// <param name="CurvatureBytes">Bytes of the curvature in the store.</param>
/// <param name="MemoryBytes">Bytes of memory that the curvature takes while it is fitted and used, beside the model, the activations and a few
/// shards.</param>
/// <param name="Largest">The largest block of the features.</param>
public sealed record FitEstimate(long Examples, long RowBytes, long CurvatureBytes, long MemoryBytes, BlockShape Largest)
{
    /// <summary>Bytes of memory that the activations of a batch and the gradients by them take; 0 where the shape of an example is not known
    /// before the data are read.</summary>
    public long ActivationBytes { get; init; }

    /// <summary>Pieces in which the rows are stored (shards of the artifact), about: no more workers than that can make them, or read them, side by
    /// side. Without stored rows as many as there are examples.</summary>
    public long Pieces { get; init; } = Examples;

    /// <summary>Bytes of memory at most: the two are rarely needed at once, but may be.</summary>
    public long PeakBytes => checked(MemoryBytes + ActivationBytes);

    /// <summary>Bytes in the store: rows and curvature.</summary>
    public long StoreBytes => checked((Examples * RowBytes) + CurvatureBytes);

    /// <summary>Bytes in the store for each example, the curvature's share counted in.</summary>
    public double BytesPerExample => (double)StoreBytes / Examples;
}
