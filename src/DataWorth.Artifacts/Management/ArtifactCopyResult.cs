namespace DataWorth.Artifacts;

/// <summary>What a copy did.</summary>
/// <param name="FilesCopied">Files that were copied.</param>
/// <param name="FilesKept">Files that were there already, whole.</param>
/// <param name="BytesCopied">Bytes of the files that were copied.</param>
public sealed record ArtifactCopyResult(int FilesCopied, int FilesKept, long BytesCopied);
