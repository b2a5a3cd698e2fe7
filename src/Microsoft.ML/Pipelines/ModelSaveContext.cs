namespace Microsoft.ML;

/// <summary>Where a model is written to. As in the package, nobody outside can make or use one.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal ModelSaveContext()
    {
    }

    /// <summary>Ends the writing.</summary>
    public void Dispose()
    {
    }
}
