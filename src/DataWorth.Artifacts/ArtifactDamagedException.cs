namespace DataWorth.Artifacts;

/// <summary>Bytes of a store are not those that were written: changed, truncated, missing, or of another artifact.</summary>
/// <remarks>What is damaged can be computed again once it is removed; the message names the command that does it.</remarks>
public sealed class ArtifactDamagedException : ArtifactException
{
    /// <summary>Makes an exception; its message ends in what to do.</summary>
    /// <param name="found">What was found and what was expected, as sentences.</param>
    /// <param name="store"><see cref="IArtifactStore.Description"/> of the store.</param>
    /// <param name="innerException">The error underneath, or null.</param>
    public ArtifactDamagedException(string found, string store, Exception? innerException = null)
        : base($"{found} {Remedy(store)}", innerException) { }

    private static string Remedy(string store) =>
        $"Remove what is damaged with 'dataworth store repair --store {Quote(store)}' and run again what made it, or copy it again from "
        + "where it is whole.";

    /// <summary>An address as a shell takes it.</summary>
    internal static string Quote(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"\"{word}\"";
}
