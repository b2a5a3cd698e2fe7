using DataWorth.Artifacts;
using DataWorth.Evaluation.Results;
using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>What is known of texts by their files.</summary>
internal static class TextFiles
{
    /// <summary>What of a folder is not read, a sentence each.</summary>
    public static IReadOnlyList<string> Notices(TextSource source) =>
        [
            .. source.Skipped.Count > 0
                ? [$"{CountText.Of(source.Skipped.Count, "file")} of other kinds are not read, such as '{source.Skipped[0]}'."]
                : Array.Empty<string>(),
            .. source.Hidden.Count > 0
                ? [$"{CountText.Of(source.Hidden.Count, "hidden file")} are not read, such as '{source.Hidden[0]}'."]
                : Array.Empty<string>(),
        ];

    /// <summary>The fingerprint of the files themselves: what they become is decided by options and tokenizer, which have fingerprints of
    /// their own.</summary>
    public static string Digest(TextSource source)
    {
        FingerprintBuilder key = new();
        foreach (var (i, (path, name)) in source.Files.Zip(source.Names).Index())
        {
            using var stream = File.OpenRead(path);
            key.Add($"{i} {name}", stream);
        }

        return key.ToFingerprint();
    }
}
