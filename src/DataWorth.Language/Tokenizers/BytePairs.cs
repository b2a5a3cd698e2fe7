using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace DataWorth.Language.Tokenizers;

/// <summary>What a byte-level tokenizer is made of.</summary>
internal sealed record BytePairs
{
    /// <summary>Tokens in the writing of <see cref="ByteAlphabet"/>, with their numbers.</summary>
    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>Pairs in the order in which they are merged: "a b". Empty for tiktoken, where the number of the merged token is the
    /// order.</summary>
    public required IReadOnlyList<string> Merges { get; init; }

    /// <summary>Regular expressions that cut texts into pieces, one after the other.</summary>
    public required IReadOnlyList<string> Expressions { get; init; }

    /// <summary>Tokens that stand in texts as they are written.</summary>
    public IReadOnlyDictionary<string, int> Added { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether a piece that is a token is taken whole, whatever its merges would give (ignore_merges, tiktoken).</summary>
    public bool TakesWholePieces { get; init; }

    /// <summary>Whether texts are composed first (Unicode form NFC).</summary>
    public bool ComposesText { get; init; }

    /// <summary>Requires that there are tokens, each with a number of its own.</summary>
    /// <param name="path">The file that they come from.</param>
    /// <exception cref="InvalidDataException">There are none, a number is negative, or two tokens have one.</exception>
    public void RequireNumbers(string path)
    {
        if (Vocabulary.Count == 0)
        {
            Throw.BadTokenizer(path, "has no tokens", "tokens with their numbers");
        }

        if (Vocabulary.Concat(Added).FirstOrDefault(entry => entry.Value < 0) is { Key: { } token } negative)
        {
            Throw.BadTokenizer(path, $"has the token '{token}' with the number {negative.Value}", "numbers from 0");
        }

        if (Vocabulary.GroupBy(entry => entry.Value, entry => entry.Key).FirstOrDefault(tokens => tokens.Count() > 1) is { } twice)
        {
            Throw.BadTokenizer(
                path,
                $"has the number {twice.Key} for '{string.Join("' and '", twice)}'",
                "a number of its own for each token"
            );
        }
    }

    /// <summary>Cuts texts into pieces.</summary>
    public PieceSplitter Splitter() =>
        new([.. Expressions.Select(expression => new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.Compiled))]);

    /// <summary>The package's tokenizer, always with a pre-tokenizer: without one it drops white space.</summary>
    /// <param name="splitter">That of these parts.</param>
    public Tokenizer Create(PieceSplitter splitter)
    {
        if (!TakesWholePieces)
        {
            return BpeTokenizer.Create(
                new BpeOptions(Vocabulary)
                {
                    Merges = Merges,
                    ByteLevel = true,
                    PreTokenizer = splitter,
                }
            );
        }

        StringBuilder lines = new();
        foreach (var (token, id) in Vocabulary.OrderBy(entry => entry.Value))
        {
            if (ByteAlphabet.Read(token) is { } bytes)
            {
                lines.Append(Convert.ToBase64String(bytes)).Append(' ').Append(id).Append('\n');
            }
        }

        using MemoryStream stream = new(Encoding.ASCII.GetBytes(lines.ToString()));
        return TiktokenTokenizer.Create(stream, splitter, normalizer: null);
    }
}
