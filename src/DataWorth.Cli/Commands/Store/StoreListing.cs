using System.Globalization;
using DataWorth.Artifacts;

namespace DataWorth.Cli.Commands.Store;

/// <summary>What people know things in a store by: the fits that they belong to, models, data and times.</summary>
internal static class StoreListing
{
    private const string Fit = "fit";
    private const int ShortestFingerprint = 8;

    /// <summary>A row for each item.</summary>
    /// <param name="items">What is shown.</param>
    /// <param name="all">Everything in the store.</param>
    /// <param name="cancellationToken">Stops between two manifests.</param>
    public static IReadOnlyList<StoreRow> Of(
        IReadOnlyList<StoreItem> items,
        IReadOnlyList<StoreItem> all,
        CancellationToken cancellationToken
    )
    {
        var fits = FitsOf(all, cancellationToken);
        var length = Enumerable
            .Range(ShortestFingerprint, 64)
            .First(length => all.Select(item => Beginning(item.Key, length)).Distinct().Count() == all.Count);
        return [.. items.Select(item => Row(item, length, fits, cancellationToken))];
    }

    /// <summary>The fits that refer to an artifact, or are it, the newest first.</summary>
    public static IReadOnlyList<StoredFit> FitsOf(IReadOnlyList<StoreItem> all, CancellationToken cancellationToken)
    {
        List<StoredFit> fits = [];
        foreach (var item in all.Where(item => item.Key.Kind == Fit && item.IsFinished))
        {
            if (Options(item, cancellationToken) is { } options)
            {
                fits.Add(new StoredFit(item.Key, options));
            }
        }

        return [.. fits.OrderByDescending(fit => fit.Made)];
    }

    private static StoreRow Row(StoreItem item, int length, IReadOnlyList<StoredFit> fits, CancellationToken cancellationToken)
    {
        var users = fits.Where(fit => fit.Uses(item.Key)).ToList();
        var row = new StoreRow
        {
            Artifact = item.Key.ToString(),
            Short = Beginning(item.Key, length),
            Kind = item.Key.Kind,
            State = item.IsFinished ? "whole" : "unfinished",
            IsFinished = item.IsFinished,
            Objects = item.Objects,
            Bytes = item.Bytes,
            LastModified = item.LastModified,
            LastUsed = users.Count > 0 ? users.Max(fit => fit.Made) : null,
            Fits = [.. users.Select(fit => fit.Name).Where(name => name.Length > 0).Distinct()],
            Method = users.Count > 0 ? string.Join(", ", users.Select(fit => fit.Method).Distinct()) : null,
        };
        if (!item.IsFinished)
        {
            return row;
        }

        try
        {
            var (rows, options) = item.Describe(cancellationToken);
            var damaged = item.Damaged(cancellationToken);
            return row with
            {
                State = damaged > 0 ? "damaged" : row.State,
                Rows = rows > 0 ? rows - damaged : Number(options, "examples"),
                Model = Digest(Value(options, "model", "member 0 model"), ModulesOf(options)),
                Data = Digest(Value(options, "data", "train", "task") ?? "", ""),
            };
        }
        catch (ArtifactException exception) when (exception is not ArtifactStorageException)
        {
            // What another one is removing has no manifest any more.
            return row with { State = exception is ArtifactNotFoundException ? "unfinished" : "damaged" };
        }
    }

    private static IReadOnlyDictionary<string, string>? Options(StoreItem item, CancellationToken cancellationToken)
    {
        try
        {
            return item.Describe(cancellationToken).Options;
        }
        catch (ArtifactException exception) when (exception is not ArtifactStorageException)
        {
            return null;
        }
    }

    private static string Beginning(ArtifactKey key, int length) =>
        $"{key.Kind}/{key.Fingerprint[..Math.Min(length, key.Fingerprint.Length)]}";

    private static string? Value(IReadOnlyDictionary<string, string> options, params string[] names) =>
        names.Select(options.GetValueOrDefault).FirstOrDefault(value => value is not null);

    private static long? Number(IReadOnlyDictionary<string, string> options, string name) =>
        long.TryParse(options.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    // "digest:92df99780..." and "fc1 [512, 784]; fc2 [10, 512]" become "92df9978 (fc1, fc2)".
    private static string? Digest(string? text, string more)
    {
        var digest = text?[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] ?? "";
        return digest.Length == 0 ? null : digest[..Math.Min(ShortestFingerprint, digest.Length)] + more;
    }

    private static string ModulesOf(IReadOnlyDictionary<string, string> options)
    {
        string[] names = [.. (options.GetValueOrDefault("modules") ?? "").Split("; ").Select(module => module.Split(' ')[0])];
        return names is [""] ? ""
            : names.Length > 3 ? $" ({names[0]} .. {names[^1]})"
            : $" ({string.Join(", ", names)})";
    }
}
