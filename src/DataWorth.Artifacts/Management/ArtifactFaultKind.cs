namespace DataWorth.Artifacts;

/// <summary>What is wrong with an artifact, as far as it decides what to do.</summary>
public enum ArtifactFaultKind
{
    /// <summary>Bytes are missing or are not those that were written: remove the artifact and compute it again.</summary>
    Damaged,

    /// <summary>An object lies beside the artifact that does not belong to it: remove the object; the artifact is whole.</summary>
    Stray,

    /// <summary>The storage failed, or the artifact is of another format version: nothing says that it is damaged.</summary>
    Unreadable,
}
