namespace DataWorth.TestKit;

/// <summary>As <see cref="CudaFactAttribute"/>, over data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaTheoryAttribute : TheoryAttribute
{
    /// <summary>Asks libtorch for a device.</summary>
    public CudaTheoryAttribute() => Skip = CudaDevice.MissingBecause;
}
