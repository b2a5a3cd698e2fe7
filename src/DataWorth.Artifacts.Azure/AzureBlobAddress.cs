namespace DataWorth.Artifacts.Azure;

/// <summary>Where a store is: <c>az://account/container</c> or <c>az://account/container/prefix</c>.</summary>
/// <param name="Account">The storage account, 3 to 24 lower-case letters and digits.</param>
/// <param name="Container">The container, 3 to 63 lower-case letters, digits and single '-'.</param>
/// <param name="Prefix">What stands before every object's name, by the rule of <see cref="ArtifactName"/>; empty or without a closing
/// '/'.</param>
public sealed record AzureBlobAddress(string Account, string Container, string Prefix)
{
    internal const string Scheme = "az";

    /// <summary>Reads an address.</summary>
    /// <param name="address">The text.</param>
    /// <exception cref="ArgumentException">The text is no such address.</exception>
    public static AzureBlobAddress Parse(string address)
    {
        const string Start = Scheme + "://";
        ArgumentNullException.ThrowIfNull(address);
        var parts = address.StartsWith(Start, StringComparison.OrdinalIgnoreCase) ? address[Start.Length..].TrimEnd('/').Split('/', 3) : [];
        if (parts.Length < 2 || !IsAccount(parts[0]) || !IsContainer(parts[1]))
        {
            Throw.BadAddress(address);
        }

        var prefix = parts.Length == 3 ? parts[2] : string.Empty;
        if (prefix.Length > 0)
        {
            ArtifactName.Validate(prefix);
        }

        return new AzureBlobAddress(parts[0], parts[1], prefix);
    }

    /// <summary>The address as text, which holds no credential.</summary>
    public override string ToString() =>
        Prefix.Length == 0 ? $"{Scheme}://{Account}/{Container}" : $"{Scheme}://{Account}/{Container}/{Prefix}";

    private static bool IsAccount(string text) =>
        text.Length is >= 3 and <= 24 && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    private static bool IsContainer(string text) =>
        text.Length is >= 3 and <= 63
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && text[0] != '-'
        && text[^1] != '-'
        && !text.Contains("--", StringComparison.Ordinal);
}
