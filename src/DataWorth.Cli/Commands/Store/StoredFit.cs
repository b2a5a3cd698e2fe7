using System.Globalization;
using DataWorth.Artifacts;

namespace DataWorth.Cli.Commands.Store;

/// <summary>A fit as its artifact describes it.</summary>
internal sealed record StoredFit(ArtifactKey Key, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The name that its options gave it; "" for none.</summary>
    public string Name => Options.GetValueOrDefault("fit") ?? "";

    /// <summary>What it is called in messages.</summary>
    public string Label => Name.Length > 0 ? $"'{Name}' ({Method})" : $"{Key} ({Method})";

    /// <summary>The method.</summary>
    public string Method => Options.GetValueOrDefault("method") ?? "";

    /// <summary>When it was last fitted: a fit that finds everything in the store counts too.</summary>
    public DateTimeOffset Made =>
        long.TryParse(Options.GetValueOrDefault("made"), CultureInfo.InvariantCulture, out var ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : default;

    /// <summary>The artifacts that it refers to.</summary>
    public IEnumerable<string> Parts =>
        Options
            .Where(option => option.Key == "note weights" || option.Key.StartsWith("member ", StringComparison.Ordinal))
            .SelectMany(option => option.Value.Split(", "))
            .Where(value => value.Contains('/', StringComparison.Ordinal));

    /// <summary>Whether it is, or refers to, an artifact.</summary>
    public bool Uses(ArtifactKey key) => Key == key || Parts.Contains(key.ToString(), StringComparer.Ordinal);
}
