namespace DataWorth.TestKit;

/// <summary>A test that runs on a GPU; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    /// <summary>Asks libtorch for a device.</summary>
    public CudaFactAttribute() => Skip = CudaDevice.MissingBecause;
}
