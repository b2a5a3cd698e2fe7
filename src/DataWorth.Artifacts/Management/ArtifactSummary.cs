namespace DataWorth.Artifacts;

/// <summary>One artifact of a store, from a listing alone.</summary>
/// <param name="Key">Its key.</param>
/// <param name="IsFinished">True when its manifest is there.</param>
/// <param name="Objects">Number of its objects.</param>
/// <param name="Bytes">Bytes of its objects.</param>
/// <param name="LastModified">When its newest object was written, by the storage's clock.</param>
public sealed record ArtifactSummary(ArtifactKey Key, bool IsFinished, int Objects, long Bytes, DateTimeOffset LastModified);
