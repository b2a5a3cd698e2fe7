using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Methods;

namespace DataWorth.Cli.Fits;

/// <summary>The command that makes a fit once more.</summary>
internal static class FitAgain
{
    /// <summary>The command, as a shell takes it.</summary>
    /// <param name="fit">The fit, of 'dataworth fit'.</param>
    /// <param name="store">Where it is.</param>
    public static string Command(FitDescription fit, IArtifactStore store)
    {
        var defaults = OptionsBinder.Describe(MethodTable.Get(fit.Method).DefaultOptions());
        IEnumerable<string> words =
        [
            "dataworth",
            "fit",
            .. FitOrigin.Of(fit).Words,
            "--method",
            fit.Method,
            .. Settings(fit.Options.Where(option => option.Key != "name"), defaults, ""),
            .. fit.Name is { } name ? ["--name", name] : Array.Empty<string>(),
        ];
        return string.Join(' ', words.Select(CommandContext.Quote)) + StoreAddress.Option(store);
    }

    /// <summary>--set PREFIXname=value for each option that is not its default.</summary>
    public static IEnumerable<string> Settings(object options, object defaults, string prefix) =>
        Settings(OptionsBinder.Describe(options), OptionsBinder.Describe(defaults), prefix);

    /// <summary>The options that are not their defaults, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Changed(object options, object defaults) =>
        Changed(OptionsBinder.Describe(options), OptionsBinder.Describe(defaults));

    private static IEnumerable<string> Settings(
        IEnumerable<KeyValuePair<string, string>> options,
        IReadOnlyDictionary<string, string> defaults,
        string prefix
    ) => Changed(options, defaults).SelectMany(option => (string[])["--set", $"{prefix}{option.Key}={option.Value}"]);

    private static IEnumerable<KeyValuePair<string, string>> Changed(
        IEnumerable<KeyValuePair<string, string>> options,
        IReadOnlyDictionary<string, string> defaults
    ) =>
        options
            .Where(option => option.Value != defaults.GetValueOrDefault(option.Key))
            .OrderBy(option => option.Key, StringComparer.Ordinal)
            .Select(option => KeyValuePair.Create(option.Key, Typed(option.Value)));

    // A list as people type it: 16,8.
    private static string Typed(string value) =>
        value is ['[', .. { Length: > 1 } list] ? list.TrimEnd(']').Replace(", ", ",", StringComparison.Ordinal) : value;
}
