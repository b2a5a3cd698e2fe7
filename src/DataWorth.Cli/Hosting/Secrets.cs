using System.Text.RegularExpressions;

namespace DataWorth.Cli.Hosting;

/// <summary>Keeps credentials that somebody put into an address or an option out of logs and reports.</summary>
internal static partial class Secrets
{
    /// <summary>The text with the values of signatures, keys, passwords and tokens hidden.</summary>
    public static string Hide(string text) => Values().Replace(text, "$1***");

    [GeneratedRegex(@"((?:sig|AccountKey|SharedAccessSignature|password|token|secret)=)[^&;\s'""\\]+", RegexOptions.IgnoreCase)]
    private static partial Regex Values();
}
