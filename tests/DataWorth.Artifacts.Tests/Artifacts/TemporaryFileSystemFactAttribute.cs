namespace DataWorth.Artifacts.Tests;

/// <summary>A test that fills a small file system; skipped with the reason where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TemporaryFileSystemFactAttribute : FactAttribute
{
    public TemporaryFileSystemFactAttribute()
    {
        Skip = TemporaryFileSystem.UnavailableBecause;
    }
}
