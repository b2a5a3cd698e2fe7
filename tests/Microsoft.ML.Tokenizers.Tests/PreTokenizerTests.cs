using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers.Tests;

public sealed class PreTokenizerTests
{
    [Fact]
    public void RobertaSplit_EqualsItsRegularExpression()
    {
        foreach (string text in RandomText.Create(2000, seed: 6).Append("'s'S 're we're''ll  'd\n\n 'x"))
        {
            (int, int)[] expected = [.. TextbookBpe.Split().Matches(text).Select(match => (match.Index, match.Length))];
            Assert.Equal(expected, RobertaPreTokenizer.Instance.PreTokenize(text));
            Assert.Equal(expected, RobertaPreTokenizer.Instance.PreTokenize(text.AsSpan()));
        }
    }

    [Fact]
    public void RobertaSplit_ClassifiesEveryCharacterAsTheRegularExpressionDoes()
    {
        // Two of the same kind are one piece; after a letter only another letter continues it. Texts of 64 characters keep the comparison quick.
        foreach (char[] characters in Enumerable.Range(0, char.MaxValue + 1).Select(value => (char)value).Chunk(64))
        {
            string text = string.Concat(characters.Select(character => $"x{character}{character}7 {character}"));
            Assert.Equal(TextbookBpe.Split().Matches(text).Select(match => (match.Index, match.Length)), RobertaPreTokenizer.Instance.PreTokenize(text));
        }
    }

    [Fact]
    public void RegexSplit_GivesMatchesAndSpecialTokens_TheFirstListedWinning()
    {
        Dictionary<string, int> special = new() { ["<a>"] = 1, ["<a><b>"] = 2, ["<b>"] = 3 };
        RegexPreTokenizer preTokenizer = new(new Regex(@"\w+"), special);
        const string Text = "one<a><b> two <c>";
        Assert.Equal(["one", "<a>", "<b>", "two", "c"], Pieces(preTokenizer, Text));
        Assert.Empty(preTokenizer.PreTokenize(""));
        Assert.Contains("regex", Assert.Throws<ArgumentNullException>(() => new RegexPreTokenizer(null!, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Factories_SplitAsTheyAreNamed()
    {
        const string Text = "Don't stop... a_1 now";
        Assert.Equal(["Don", "'", "t", "stop", ".", ".", ".", "a_1", "now"], Pieces(PreTokenizer.CreateWordOrPunctuation(), Text));
        Assert.Equal(["Don", "'", "t", "stop", "...", "a_1", "now"], Pieces(PreTokenizer.CreateWordOrNonWord(), Text));
        Assert.Equal(["Don't", "stop...", "a_1", "now"], Pieces(PreTokenizer.CreateWhiteSpace(), Text));
    }

    private static IEnumerable<string> Pieces(PreTokenizer preTokenizer, string text) =>
        preTokenizer.PreTokenize(text).Select(piece => text.Substring(piece.Offset, piece.Length));
}
