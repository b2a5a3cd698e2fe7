using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Turns text into the numbers of tokens and back. Instances may be used by several threads at once.</summary>
public abstract class Tokenizer
{
    /// <summary>Makes a tokenizer.</summary>
    protected Tokenizer()
    {
    }

    /// <summary>Splits the text into pieces that are encoded one by one, or null.</summary>
    public virtual PreTokenizer? PreTokenizer => null;

    /// <summary>Rewrites the text before it is split, or null.</summary>
    public virtual Normalizer? Normalizer => null;

    /// <summary>Encodes text as token numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    public IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(NotNull(text), default, Settings(considerPreTokenization, considerNormalization)).Tokens;

    /// <summary>Encodes text as token numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization)).Tokens;

    /// <summary>Encodes text as at most a given number of tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokenCount">The largest number of tokens, at least 1.</param>
    /// <param name="normalizedText">The normalised text, or null if nothing was normalised.</param>
    /// <param name="charsConsumed">The number of characters of the (normalised) text that the tokens stand for.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is below 1.</exception>
    public IReadOnlyList<int> EncodeToIds(string text, int maxTokenCount, out string? normalizedText, out int charsConsumed,
        bool considerPreTokenization = true, bool considerNormalization = true) =>
        Unpack(EncodeToIds(NotNull(text), default, Settings(considerPreTokenization, considerNormalization, maxTokenCount)),
            out normalizedText, out charsConsumed);

    /// <summary>Encodes text as at most a given number of tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokenCount">The largest number of tokens, at least 1.</param>
    /// <param name="normalizedText">The normalised text, or null if nothing was normalised.</param>
    /// <param name="charsConsumed">The number of characters of the (normalised) text that the tokens stand for.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is below 1.</exception>
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, int maxTokenCount, out string? normalizedText, out int charsConsumed,
        bool considerPreTokenization = true, bool considerNormalization = true) =>
        Unpack(EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount)),
            out normalizedText, out charsConsumed);

    /// <summary>Encodes text as tokens with their places in the (normalised) text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="normalizedText">The normalised text, or null if nothing was normalised.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    public IReadOnlyList<EncodedToken> EncodeToTokens(string text, out string? normalizedText, bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        Unpack(EncodeToTokens(NotNull(text), default, Settings(considerPreTokenization, considerNormalization)), out normalizedText, out _);

    /// <summary>Encodes text as tokens with their places in the (normalised) text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="normalizedText">The normalised text, or null if nothing was normalised.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    public IReadOnlyList<EncodedToken> EncodeToTokens(ReadOnlySpan<char> text, out string? normalizedText, bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        Unpack(EncodeToTokens(null, text, Settings(considerPreTokenization, considerNormalization)), out normalizedText, out _);

    /// <summary>The number of tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(NotNull(text), default, Settings(considerPreTokenization, considerNormalization));

    /// <summary>The number of tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="considerPreTokenization">Whether <see cref="PreTokenizer"/> is used. Default true.</param>
    /// <param name="considerNormalization">Whether <see cref="Normalizer"/> is used. Default true.</param>
    public int CountTokens(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(null, text, Settings(considerPreTokenization, considerNormalization));

    /// <summary>Turns token numbers into text, up to the first that is in no vocabulary.</summary>
    /// <param name="ids">The numbers.</param>
    public virtual string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        int[] numbers = [.. ids];
        for (char[] buffer = new char[Math.Max(16, 8 * numbers.Length)]; ; buffer = new char[2 * buffer.Length])
        {
            if (Decode(numbers, buffer, out _, out int written) != OperationStatus.DestinationTooSmall)
            {
                return new string(buffer, 0, written);
            }
        }
    }

    /// <summary>Turns token numbers into text.</summary>
    /// <param name="ids">The numbers.</param>
    /// <param name="destination">Takes the text.</param>
    /// <param name="idsConsumed">How many numbers the written text stands for.</param>
    /// <param name="charsWritten">How many characters were written.</param>
    /// <returns>Done; DestinationTooSmall; or InvalidData at a number that is in no vocabulary or at bytes that are not UTF-8.</returns>
    public abstract OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten);

    /// <summary>Encodes text as tokens.</summary>
    /// <param name="text">The text, or null if it is in <paramref name="textSpan"/>.</param>
    /// <param name="textSpan">The text if <paramref name="text"/> is null.</param>
    /// <param name="settings">How to encode.</param>
    protected abstract EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings);

    /// <summary>Encodes text as token numbers.</summary>
    /// <param name="text">The text, or null if it is in <paramref name="textSpan"/>.</param>
    /// <param name="textSpan">The text if <paramref name="text"/> is null.</param>
    /// <param name="settings">How to encode.</param>
    protected virtual EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        EncodeResults<EncodedToken> results = EncodeToTokens(text, textSpan, settings);
        int count = Math.Min(settings.MaxTokenCount, results.Tokens.Count);
        return new EncodeResults<int>
        {
            Tokens = [.. results.Tokens.Take(count).Select(token => token.Id)],
            NormalizedText = results.NormalizedText,
            CharsConsumed = count == results.Tokens.Count ? results.CharsConsumed : results.Tokens[count - 1].Offset.End.Value,
        };
    }

    /// <summary>The number of tokens of a text.</summary>
    /// <param name="text">The text, or null if it is in <paramref name="textSpan"/>.</param>
    /// <param name="textSpan">The text if <paramref name="text"/> is null.</param>
    /// <param name="settings">How to encode.</param>
    protected virtual int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodeToIds(text, textSpan, settings).Tokens.Count;

    private static string NotNull(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text;
    }

    private static EncodeSettings Settings(bool considerPreTokenization, bool considerNormalization, int maxTokenCount = int.MaxValue)
    {
        if (maxTokenCount < 1)
        {
            Throw.MaximumNotPositive(maxTokenCount);
        }

        return new EncodeSettings
        {
            ConsiderPreTokenization = considerPreTokenization,
            ConsiderNormalization = considerNormalization,
            MaxTokenCount = maxTokenCount,
        };
    }

    private static IReadOnlyList<T> Unpack<T>(EncodeResults<T> results, out string? normalizedText, out int charsConsumed)
    {
        (normalizedText, charsConsumed) = (results.NormalizedText, results.CharsConsumed);
        return results.Tokens;
    }
}
