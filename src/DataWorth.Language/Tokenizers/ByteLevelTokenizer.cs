using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace DataWorth.Language.Tokenizers;

/// <summary>Byte-level pair encoding: GPT-2, Llama 3, Qwen2, Pythia, and vocabularies of tiktoken.</summary>
/// <remarks>Every byte of a text is in exactly one token, so that texts come back as they were; this is checked for every text.</remarks>
public sealed class ByteLevelTokenizer : TextTokenizer
{
    internal const string JsonFile = "tokenizer.json";

    private static readonly JsonWriterOptions s_json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BytePairs _pairs;
    private readonly PieceSplitter _splitter;
    private readonly Tokenizer _tokenizer;
    private readonly Dictionary<int, byte[]> _bytes;
    private readonly Regex? _added;

    internal ByteLevelTokenizer(BytePairs pairs, bool readsAdded = true)
    {
        _pairs = pairs;
        _splitter = pairs.Splitter();
        _tokenizer = pairs.Create(_splitter);
        _bytes = pairs.Vocabulary.ToDictionary(
            entry => entry.Value,
            entry => ByteAlphabet.Read(entry.Key) ?? Encoding.UTF8.GetBytes(entry.Key)
        );
        foreach (var (text, id) in pairs.Added)
        {
            _bytes[id] = Encoding.UTF8.GetBytes(text);
        }

        VocabularySize = _bytes.Keys.Max() + 1;
        // Of tokens that begin alike the longest counts.
        _added =
            pairs.Added.Count == 0 || !readsAdded
                ? null
                : new(
                    string.Join('|', pairs.Added.Keys.OrderByDescending(text => text.Length).Select(Regex.Escape)),
                    RegexOptions.CultureInvariant
                );
    }

    /// <inheritdoc/>
    public override int VocabularySize { get; }

    /// <summary>What it is made of.</summary>
    internal BytePairs Pairs => _pairs;

    /// <summary>Characters, about, that are encoded at once.</summary>
    internal int RunLength { get; init; } = 1 << 18;

    /// <summary>Tokens that stand in a text as they are written, with their numbers.</summary>
    public IReadOnlyDictionary<string, int> Added => _pairs.Added;

    /// <summary>Opens a vocabulary of GPT-2 with its merges: vocab.json (encoder.json) and merges.txt (vocab.bpe).</summary>
    /// <param name="vocabularyPath">The tokens with their numbers, as JSON.</param>
    /// <param name="mergesPath">The pairs that are merged, a line each.</param>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static ByteLevelTokenizer OpenGpt2(string vocabularyPath, string mergesPath) =>
        TokenizerFiles.OpenGpt2(vocabularyPath, mergesPath);

    /// <summary>Opens a tokenizer.json of Hugging Face: byte-level pair encoding with its regular expressions and added tokens.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is none, or of a tokenizer that is not supported; the message names what.</exception>
    public static ByteLevelTokenizer OpenJson(string path) => TokenizerJson.Read(path);

    /// <summary>Reads the text of a tokenizer.json.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is none, or of a tokenizer that is not supported; the message names what.</exception>
    public static ByteLevelTokenizer ParseJson(string json) => TokenizerJson.Parse(json, JsonFile);

    /// <summary>Opens a vocabulary of tiktoken: a line "base64 rank" a token.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expression">The regular expression of the pieces: one of <see cref="TokenizerExpressions"/>.</param>
    /// <param name="added">Special tokens with their numbers. Default none.</param>
    /// <exception cref="InvalidDataException">The file is none.</exception>
    public static ByteLevelTokenizer OpenTiktoken(string path, string expression, IReadOnlyDictionary<string, int>? added = null) =>
        TokenizerFiles.OpenTiktoken(path, expression, added ?? new Dictionary<string, int>());

    /// <summary>A tokenizer that reads special tokens in writing as the letters that they are, for texts that are not to be trusted.</summary>
    public ByteLevelTokenizer AsPlainText() =>
        new(_pairs, readsAdded: false)
        {
            BeginId = BeginId,
            EndId = EndId,
            AddsBegin = AddsBegin,
            RunLength = RunLength,
        };

    /// <inheritdoc/>
    public override IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = [];
        foreach (var (start, length, added) in Parts(text))
        {
            if (added is { } id)
            {
                ids.Add(id);
                continue;
            }

            var part = text.Substring(start, length);
            foreach (var (run, place) in Runs(_pairs.ComposesText && TextComposer.Compose(part) is { } composed ? composed.Text : part))
            {
                ids.AddRange(Encode(run, start + place));
            }
        }

        return ids;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Token> EncodeWithSpans(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Read(text)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Token> Read(string text)
    {
        foreach (var (start, length, added) in Parts(text))
        {
            if (added is { } id)
            {
                yield return new(id, start, length);
                continue;
            }

            var part = text.Substring(start, length);
            var composed = _pairs.ComposesText ? TextComposer.Compose(part) : null;
            foreach (var (run, place) in Runs(composed?.Text ?? part))
            {
                foreach (var token in ByteSpans.Of(run, Encode(run, start + place), _bytes))
                {
                    var (first, end) = (place + token.Start, place + token.Start + token.Length);
                    (first, end) = composed is { } moved ? (moved.Places[first], moved.Places[end]) : (first, end);
                    yield return new(token.Id, start + first, end - first);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override string Decode(IEnumerable<int> ids)
    {
        using MemoryStream bytes = new();
        foreach (var id in ids)
        {
            bytes.Write(BytesOf(id));
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>The bytes of a token; texts that are made token by token are joined by them, as a character may lie in several.</summary>
    /// <param name="id">The token.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in the vocabulary.</exception>
    public ReadOnlySpan<byte> BytesOf(int id)
    {
        if (!_bytes.TryGetValue(id, out var bytes))
        {
            Throw.NoToken(id, VocabularySize);
        }

        return bytes;
    }

    /// <summary>Writes tokenizer.json, which <see cref="OpenJson"/> and Hugging Face's programs read.</summary>
    /// <param name="directory">The folder; made when missing.</param>
    public void Save(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, JsonFile), ToJson());
    }

    /// <summary>The text of such a file, which <see cref="ParseJson"/> reads.</summary>
    public string ToJson()
    {
        using MemoryStream content = new();
        using (Utf8JsonWriter writer = new(content, s_json))
        {
            TokenizerJson.Write(_pairs, AddsBegin ? _pairs.Added.First(entry => entry.Value == BeginId).Key : null).WriteTo(writer);
        }

        return Encoding.UTF8.GetString(content.ToArray());
    }

    // A text in runs of whole pieces. Pieces are encoded each for itself, so the tokens are those of the whole where a run by itself has the same
    // pieces; expressions that look ahead could see its end, and then it goes on.
    private IEnumerable<(string Text, int Start)> Runs(string text)
    {
        if (text.Length <= RunLength)
        {
            return [(text, 0)];
        }

        return Cut();

        IEnumerable<(string Text, int Start)> Cut()
        {
            var start = 0;
            List<int> ends = [];
            foreach (var (offset, length) in _splitter.PreTokenize(text))
            {
                ends.Add(offset + length - start);
                if (ends[^1] < RunLength)
                {
                    continue;
                }

                var run = text.Substring(start, ends[^1]);
                if (_splitter.PreTokenize(run).Select(piece => piece.Offset + piece.Length).SequenceEqual(ends))
                {
                    yield return (run, start);
                    start += ends[^1];
                    ends.Clear();
                }
            }

            if (start < text.Length)
            {
                yield return (text[start..], start);
            }
        }
    }

    private IReadOnlyList<int> Encode(string text, int start)
    {
        // A lone surrogate is U+FFFD, as everywhere in .NET; the package would write bytes that are no character.
        if (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        }

        var ids = _tokenizer.EncodeToIds(text, considerPreTokenization: true, considerNormalization: false);
        var (found, expected) = (ids.Sum(id => (long)BytesOf(id).Length), Encoding.UTF8.GetByteCount(text));
        if (found != expected)
        {
            Throw.LostText(start, expected, found);
        }

        return ids;
    }

    private IEnumerable<(int Start, int Length, int? Added)> Parts(string text)
    {
        var start = 0;
        for (var match = _added?.Match(text); match?.Success == true; match = match.NextMatch())
        {
            if (match.Index > start)
            {
                yield return (start, match.Index - start, null);
            }

            yield return (match.Index, match.Length, _pairs.Added[match.Value]);
            start = match.Index + match.Length;
        }

        if (start < text.Length)
        {
            yield return (start, text.Length - start, null);
        }
    }
}
