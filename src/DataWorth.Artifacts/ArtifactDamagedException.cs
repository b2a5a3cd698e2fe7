namespace DataWorth.Artifacts;

/// <summary>Bytes of a store are not those that were written: changed, truncated, missing, or of another artifact.</summary>
/// <remarks>What is damaged can be computed again once it is removed; the message names the command that does it.</remarks>
public sealed class ArtifactDamagedException : ArtifactException
{
    /// <summary>Makes an exception; its message ends in what to do.</summary>
    /// <param name="name">Name of the object.</param>
    /// <param name="store"><see cref="IArtifactStore.Description"/> of the store.</param>
    /// <param name="found">What the object is or has, and what was expected: "has 3 bytes, the manifest says 4 bytes."</param>
    /// <param name="innerException">The error underneath, or null.</param>
    public ArtifactDamagedException(string name, string store, string found, Exception? innerException = null)
        : base($"'{name}' in {store} {found} {Remedy(store)}", innerException)
    {
        ObjectName = name;
        Found = $"'{name}' in {store} {found}";
    }

    /// <summary>Name of the object.</summary>
    public string ObjectName { get; }

    /// <summary>What was found and what was expected, without what to do.</summary>
    public string Found { get; }

    private static string Remedy(string store) =>
        $"Remove what is damaged with 'dataworth store repair --store {Quote(store)}' and run again what made it, or copy it again from "
        + "where it is whole.";

    /// <summary>An address as a shell takes it.</summary>
    internal static string Quote(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"\"{word}\"";
}
