namespace DataWorth.Artifacts;

/// <summary>How much of an artifact a reader checks. The manifest's own checksum, the layout and the sizes of all files are checked always,
/// the hash of the ids whenever they are read.</summary>
public enum VerificationLevel
{
    /// <summary>Sizes only: a flipped bit within rows or tensors stays unseen.</summary>
    Sizes,

    /// <summary>Each file's digest is checked before its first bytes are given out. The default.</summary>
    FirstRead,

    /// <summary>All files are read and checked when the artifact is opened.</summary>
    Full,
}
