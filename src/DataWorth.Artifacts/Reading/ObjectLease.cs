namespace DataWorth.Artifacts;

/// <summary>An open object, lent; disposing gives it back.</summary>
internal sealed class ObjectLease(IArtifactObject file, Action giveBack) : IDisposable
{
    private bool _disposed;

    public IArtifactObject File => file;

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            giveBack();
        }
    }
}
