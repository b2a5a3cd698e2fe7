namespace DataWorth.Artifacts;

/// <summary>A file of an artifact.</summary>
/// <param name="File">Its name in the artifact's folder.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="Digest">Digest of the file (<see cref="ContentDigest"/>).</param>
public sealed record ArtifactFile(string File, long Bytes, string Digest);
