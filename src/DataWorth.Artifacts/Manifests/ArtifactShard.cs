namespace DataWorth.Artifacts;

/// <summary>One file of rows.</summary>
/// <param name="File">Its name in the artifact's folder.</param>
/// <param name="FirstRow">Index of its first row in the artifact.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="Digest">Digest of the file (<see cref="ContentDigest"/>).</param>
public sealed record ArtifactShard(string File, long FirstRow, int Rows, long Bytes, string Digest);
