using System.Text;
using PackageTokenizer = Microsoft.ML.Tokenizers.SentencePieceTokenizer;

namespace DataWorth.Language.Tokenizers;

/// <summary>Models of SentencePiece: tokenizer.model of Llama and Llama 2, and others.</summary>
/// <remarks>Where a model changes characters (compatibility forms, runs of blanks), tokens of a word that changes are given the whole
/// word.</remarks>
public sealed class SentencePieceTokenizer : TextTokenizer
{
    private const char Blank = '▁';

    private readonly PackageTokenizer _tokenizer;
    private readonly string[] _pieces;

    private SentencePieceTokenizer(PackageTokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        _pieces = new string[tokenizer.Vocabulary.Values.Max() + 1];
        foreach (var (piece, id) in tokenizer.Vocabulary)
        {
            _pieces[id] = piece;
        }

        (BeginId, EndId, AddsBegin) = (tokenizer.BeginningOfSentenceId, tokenizer.EndOfSentenceId, true);
    }

    /// <inheritdoc/>
    public override int VocabularySize => _pieces.Length;

    /// <summary>Opens a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no model of SentencePiece.</exception>
    public static SentencePieceTokenizer Open(string path)
    {
        using var stream = File.OpenRead(path);
        return Open(stream, path);
    }

    /// <summary>Opens the tokenizer of llama2.c: a file of scores and texts.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is none.</exception>
    public static SentencePieceTokenizer OpenLlama2c(string path)
    {
        using MemoryStream model = new(Llama2cVocabulary.ToSentencePiece(path));
        return Open(model, path);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Encode(string text) =>
        NextMark(text, 0) is null
            ? _tokenizer.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false)
            : base.Encode(text);

    /// <inheritdoc/>
    public override IReadOnlyList<Token> EncodeWithSpans(string text)
    {
        List<Token> result = [];
        for (var start = 0; start < text.Length; )
        {
            var mark = NextMark(text, start);
            var end = mark?.Start ?? text.Length;
            if (end > start)
            {
                AddPart(text[start..end], start, result);
            }

            result.AddRange(mark is { } special ? [special] : []);
            start = end + (mark?.Length ?? 0);
        }

        return result;
    }

    // The next token of beginning or end that the text has in writing, such as in a conversation: the package spells them.
    private Token? NextMark(string text, int start) =>
        new[] { BeginId, EndId }
            .OfType<int>()
            .Where(id => (uint)id < (uint)_pieces.Length && _pieces[id] is { Length: > 0 })
            .Select(id => new Token(id, text.IndexOf(_pieces[id], start, StringComparison.Ordinal), _pieces[id].Length))
            .Where(mark => mark.Start >= 0)
            .Cast<Token?>()
            .MinBy(mark => mark!.Value.Start);

    private void AddPart(string text, int offset, List<Token> result)
    {
        var tokens = _tokenizer.EncodeToTokens(text, out var normalized, addBeginningOfSentence: false, addEndOfSentence: false);
        var places = Places(text, normalized ?? text);
        foreach (var token in tokens)
        {
            var (start, end) = (token.Offset.Start.Value, token.Offset.End.Value);
            var first = places[start].Start;
            result.Add(new(token.Id, offset + first, Math.Max(0, places[Math.Max(start, end - 1)].End - first)));
        }
    }

    /// <inheritdoc/>
    public override string Decode(IEnumerable<int> ids)
    {
        using MemoryStream bytes = new();
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)_pieces.Length)
            {
                Throw.NoToken(id, VocabularySize);
            }

            if (id == BeginId || id == EndId)
            {
                continue;
            }

            if (_tokenizer.ByteFallback && Llama2cVocabulary.ByteOf(_pieces[id]) is { } value)
            {
                bytes.WriteByte(value);
            }
            else
            {
                bytes.Write(Encoding.UTF8.GetBytes(_pieces[id].Replace(Blank, ' ')));
            }
        }

        var text = Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return _tokenizer.AddDummyPrefix && text.StartsWith(' ') ? text[1..] : text;
    }

    internal SentencePieceTokenizer With(bool addsBegin) => new(_tokenizer) { AddsBegin = addsBegin };

    private static SentencePieceTokenizer Open(Stream stream, string path)
    {
        if (stream.Length == 0)
        {
            Throw.BadTokenizer(path, "has 0 bytes", "a model of SentencePiece: fetch it again");
        }

        try
        {
            return new(PackageTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Throw.BadTokenizer(path, $"cannot be read ({exception.Message.TrimEnd('.')})", "a model of SentencePiece", exception);
            throw;
        }
    }

    // The characters of the text that each character of the normalised one stands for.
    private (int Start, int End)[] Places(string text, string normalized)
    {
        var places = new (int Start, int End)[normalized.Length];
        var prefix = _tokenizer.AddDummyPrefix && normalized.StartsWith(Blank) ? 1 : 0;
        if (normalized.AsSpan(prefix).ToString().Replace(Blank, ' ') == text)
        {
            for (var place = prefix; place < places.Length; place++)
            {
                var source = place - prefix;
                // Both halves of a character beyond U+FFFF stand for the whole.
                var isSecond = char.IsLowSurrogate(text[source]) && source > 0 && char.IsHighSurrogate(text[source - 1]);
                var isFirst = char.IsHighSurrogate(text[source]) && source + 1 < text.Length && char.IsLowSurrogate(text[source + 1]);
                places[place] = (isSecond ? source - 1 : source, isFirst ? source + 2 : source + 1);
            }

            return places;
        }

        var words = Words(text, char.IsWhiteSpace);
        var forms = Words(normalized, letter => letter == Blank);
        Array.Fill(places, (0, text.Length));
        if (words.Count != forms.Count)
        {
            return places;
        }

        foreach (var (word, form) in words.Zip(forms))
        {
            var isSame = text.AsSpan(word.Start, word.Length).SequenceEqual(normalized.AsSpan(form.Start, form.Length));
            for (var place = 0; place < form.Length; place++)
            {
                places[form.Start + place] = isSame ? (word.Start + place, word.Start + place + 1) : (word.Start, word.Start + word.Length);
            }

            // The blank before a word.
            if (form.Start > 0)
            {
                places[form.Start - 1] = (Math.Max(0, word.Start - 1), word.Start);
            }
        }

        return places;
    }

    private static List<(int Start, int Length)> Words(string text, Func<char, bool> isBlank)
    {
        List<(int Start, int Length)> words = [];
        for (var start = 0; start < text.Length; )
        {
            if (isBlank(text[start]))
            {
                start++;
                continue;
            }

            var end = start;
            while (end < text.Length && !isBlank(text[end]))
            {
                end++;
            }

            words.Add((start, end - start));
            start = end;
        }

        return words;
    }
}
