namespace DataWorth.Artifacts;

/// <summary>One object of a listing.</summary>
/// <param name="Name">The object's name in its store.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastModified">When it was written, by the storage's clock.</param>
public readonly record struct ArtifactObjectInfo(string Name, long Length, DateTimeOffset LastModified);
