namespace DataWorth.Artifacts;

/// <summary>A safetensors file of named tensors, such as statistics.</summary>
/// <param name="File">Its name in the artifact's folder.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="Digest">Digest of the file (<see cref="ContentDigest"/>).</param>
/// <param name="Contents">Its tensors in the order of their bytes.</param>
public sealed record ArtifactTensors(string File, long Bytes, string Digest, IReadOnlyList<SafetensorsEntry> Contents);
