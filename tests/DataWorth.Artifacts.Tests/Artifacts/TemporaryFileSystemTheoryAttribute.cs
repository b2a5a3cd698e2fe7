namespace DataWorth.Artifacts.Tests;

/// <summary>As <see cref="TemporaryFileSystemFactAttribute"/>, over data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TemporaryFileSystemTheoryAttribute : TheoryAttribute
{
    public TemporaryFileSystemTheoryAttribute()
    {
        Skip = TemporaryFileSystem.UnavailableBecause;
    }
}
