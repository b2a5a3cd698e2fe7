namespace DataWorth.TestKit;

/// <summary>The GPU that tests of <see cref="CudaFactAttribute"/> and <see cref="CudaTheoryAttribute"/> need.</summary>
public static class CudaDevice
{
    /// <summary>Why such tests cannot run here; null when they can.</summary>
    public static string? MissingBecause { get; } = cuda.is_available() ? null : "libtorch sees no CUDA device here";
}
