using System.Text.RegularExpressions;
using DataWorth.Cli.Commands.Serve;

namespace DataWorth.Cli.Hosting;

/// <summary>Keeps credentials that somebody put into an address or an option out of logs and reports.</summary>
internal static partial class Secrets
{
    // Shorter ones would be found in texts that have nothing to do with them.
    private const int ShortestValue = 8;

    private const string HeadersVariable = "OTEL_EXPORTER_OTLP_HEADERS";

    private static readonly string[] s_variables =
    [
        "AZURE_STORAGE_CONNECTION_STRING",
        "AZURE_STORAGE_SAS_TOKEN",
        "AZURE_STORAGE_KEY",
        "AZURE_CLIENT_SECRET",
        HeadersVariable,
        ServeAddress.TokenVariable,
    ];

    /// <summary>An option's value as a log may have it.</summary>
    public static string ValueOf(string option, string value) => option == "--token" && value.Length > 0 ? "***" : value;

    /// <summary>The text with the values of signatures, keys, passwords and tokens hidden, also the password in an address, and those that
    /// variables hold wherever they stand.</summary>
    public static string Hide(string text)
    {
        text = HideInAddresses(Values().Replace(text, "$1***"));
        return Held().Aggregate(text, (hidden, value) => hidden.Replace(value, "***", StringComparison.Ordinal));
    }

    /// <summary>The text with the passwords of addresses hidden, and nothing else: for results, in which other words that look like secrets are
    /// data.</summary>
    public static string HideInAddresses(string text) => UserPart().Replace(text, "$1***");

    // A variable's whole value, and the secret in it, as it is and as addresses write it.
    private static IEnumerable<string> Held() =>
        s_variables
            .Select(Environment.GetEnvironmentVariable)
            .OfType<string>()
            .SelectMany(value => Values().Matches(value).Select(match => match.Groups["value"].Value).Prepend(value))
            .Concat(Headers())
            .SelectMany(value => new[] { value, Uri.UnescapeDataString(value), Uri.EscapeDataString(value) })
            .Where(value => value.Length >= ShortestValue);

    // NAME=VALUE,NAME=VALUE: any name may carry a key.
    private static IEnumerable<string> Headers() =>
        (Environment.GetEnvironmentVariable(HeadersVariable) ?? "")
            .Split(',')
            .Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());

    // SCHEME://USER:PASSWORD@HOST, and SCHEME:/USER:PASSWORD@HOST, as it stands in a path that somebody made of it.
    [GeneratedRegex(@"([a-z][a-z0-9+.\-]*:/{1,2}[^\s/?#@:'""\\]*:)[^\s/?#'""\\]+(?=@)", RegexOptions.IgnoreCase)]
    private static partial Regex UserPart();

    // NAME=VALUE, and the option --token as it is typed.
    [GeneratedRegex(
        @"((?:sig|AccountKey|SharedAccessSignature|password|token|secret)=|--token[\s""'\\]+)(?<value>[^&;\s'""\\]+)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Values();
}
