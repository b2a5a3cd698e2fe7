using System.Globalization;
using System.Text.Json;
using DataWorth.Models.Data;
using DataWorth.Text;

namespace DataWorth.Language.Tokenizers;

/// <summary>What tokenizer_config.json says beside the vocabulary.</summary>
internal sealed record TokenizerSettings
{
    public const string EndOfText = "<|endoftext|>";

    public string? Begin { get; init; }

    public string? End { get; init; }

    public bool? AddsBegin { get; init; }

    /// <summary>Special tokens with their numbers.</summary>
    public IReadOnlyDictionary<string, int> Added { get; init; } = new Dictionary<string, int>();

    public static TokenizerSettings Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(TextFile.Read(path));
            var root = document.RootElement;
            Dictionary<string, int> added = new(StringComparer.Ordinal);
            if (Find(root, "added_tokens_decoder", JsonValueKind.Object) is { } tokens)
            {
                foreach (var token in tokens.EnumerateObject())
                {
                    added[Content(token.Value)!] = int.Parse(token.Name, NumberStyles.None, CultureInfo.InvariantCulture);
                }
            }

            return new()
            {
                Begin = root.TryGetProperty("bos_token", out var begin) ? Content(begin) : null,
                End = root.TryGetProperty("eos_token", out var end) ? Content(end) : null,
                AddsBegin =
                    Find(root, "add_bos_token", JsonValueKind.True) is not null ? true
                    : Find(root, "add_bos_token", JsonValueKind.False) is not null ? false
                    : null,
                Added = added,
            };
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or InvalidOperationException or ArgumentNullException)
        {
            Throw.BadTokenizer(path, $"cannot be read ({JsonFault.Of(exception)})", "the settings of a tokenizer", exception);
            throw;
        }
    }

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="pairs">Its parts.</param>
    /// <param name="begin">The token that its own file puts in front of texts.</param>
    public ByteLevelTokenizer Create(BytePairs pairs, string? begin)
    {
        var end = End ?? (pairs.Added.ContainsKey(EndOfText) ? EndOfText : null);
        return new(pairs)
        {
            BeginId = Id(begin ?? Begin),
            EndId = Id(end),
            AddsBegin = AddsBegin ?? begin is not null,
        };

        int? Id(string? token) =>
            token is null ? null
            : pairs.Added.TryGetValue(token, out var added) ? added
            : pairs.Vocabulary.TryGetValue(token, out var id) ? id
            : null;
    }

    private static JsonElement? Find(JsonElement root, string key, JsonValueKind kind) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == kind ? value : null;

    private static string? Content(JsonElement token) =>
        token.ValueKind switch
        {
            JsonValueKind.String => token.GetString(),
            JsonValueKind.Object => token.GetProperty("content").GetString(),
            _ => null,
        };
}
