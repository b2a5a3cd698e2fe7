using DataWorth.Language.Tokenizers;
using DataWorth.Tests;

namespace DataWorth.Language.Tests.Tokenizers;

/// <summary>Models of SentencePiece give known ids, and spans that fit the text.</summary>
public sealed class SentencePieceTokenizerTests
{
    private const string Test = "tokenizers/sentencepiece-test/test_model.model";
    private const string Stories = "models/stories260K";

    [DataFact(Test)]
    public void IdsAndTexts_AreThoseOfTheOriginalProgramsReadme()
    {
        var tokenizer = SentencePieceTokenizer.Open(SharedData.Locate(Test));
        Assert.Equal(1000, tokenizer.VocabularySize);
        Assert.Equal((1, 2, true), (tokenizer.BeginId, tokenizer.EndId, tokenizer.AddsBegin));
        Assert.Equal([284, 47, 11, 4, 15, 400], tokenizer.Encode("This is a test"));
        Assert.Equal([151, 88, 21, 887], tokenizer.Encode("Hello world"));
        Assert.Equal([1, 151, 88, 21, 887], tokenizer.EncodePrompt("Hello world"));
        Assert.Equal("This is a test", tokenizer.Decode([1, 284, 47, 11, 4, 15, 400, 2]));
    }

    [DataFact(Test)]
    public void Spans_AreOfTheSource_AlsoWhereTheModelChangesIt()
    {
        var tokenizer = SentencePieceTokenizer.Open(SharedData.Locate(Test));
        Assert.Equal(["This", " is", " a", " ", "t", "est"], Slices("This is a test"));
        // Two blanks become one, and a ligature two letters: their word is given whole.
        Assert.Equal(["a", " ﬁx", "ﬁx", "ﬁx"], Slices("a  ﬁx"));

        IEnumerable<string> Slices(string text) =>
            tokenizer.EncodeWithSpans(text).Select(token => text.Substring(token.Start, token.Length));
    }

    [DataFact(Test, Stories)]
    public void BeginningAndEndInWriting_AreTheirTokens_AsTheConversationsOfLlama2HaveThem()
    {
        const string Text = "<s>[INST] Hi [/INST] Yes </s><s>[INST] Bye";
        TextTokenizer[] tokenizers =
        [
            SentencePieceTokenizer.Open(SharedData.Locate(Test)),
            SentencePieceTokenizer.OpenLlama2c(SharedData.Locate(Stories + "/tok512.bin")),
        ];
        foreach (var tokenizer in tokenizers)
        {
            var tokens = tokenizer.EncodeWithSpans(Text);
            Assert.Equal(tokens.Select(token => token.Id), tokenizer.Encode(Text));
            Assert.Equal(tokens.Select(token => token.Id), tokenizer.EncodePrompt(Text)); // the beginning never twice
            var marks = tokens.Where(token => token.Id == tokenizer.BeginId || token.Id == tokenizer.EndId);
            Assert.Equal(
                [(tokenizer.BeginId, 0, 3), (tokenizer.EndId, 25, 4), (tokenizer.BeginId, 29, 3)],
                marks.Select(mark => ((int?)mark.Id, mark.Start, mark.Length))
            );
            var first = tokens.TakeWhile(token => token.Start < 25).Skip(1).Select(token => token.Id);
            Assert.Equal(tokenizer.Encode(Text[3..25]), first);
        }
    }

    [DataFact(Stories, "text/wikitext/wikitext-2-raw.test.raw")]
    public void TheVocabularyOfLlama2c_ReadsItsOwnText_AndGivesAnyTextBack()
    {
        var tokenizer = SentencePieceTokenizer.OpenLlama2c(SharedData.Locate(Stories + "/tok512.bin"));
        Assert.Equal(512, tokenizer.VocabularySize);
        int[] ids =
        [
            .. File.ReadAllText(SharedData.Locate(Stories + "/expected_greedy_token_ids.txt"))
                .Split()
                .Where(id => id != "")
                .Select(int.Parse),
        ];
        var text = File.ReadAllText(SharedData.Locate(Stories + "/expected_greedy.txt"));
        Assert.Equal(text.TrimEnd('\n'), tokenizer.Decode(ids).TrimEnd('\n'));
        Assert.Equal(ids[..64], tokenizer.EncodePrompt(text).Take(64));

        var wiki = File.ReadAllText(SharedData.Locate("text/wikitext/wikitext-2-raw.test.raw"));
        Assert.Equal(wiki, tokenizer.Decode(tokenizer.Encode(wiki)));
        foreach (var sample in new[] { "  a  \n\n b\t", "a😀b é漢字", "", " ", "Once upon a time" })
        {
            Assert.Equal(sample, tokenizer.Decode(tokenizer.Encode(sample)));
            var tokens = tokenizer.EncodeWithSpans(sample);
            Assert.Equal(tokenizer.Encode(sample), tokens.Select(token => token.Id));
            // Every character is in some token, and tokens go forward.
            var covered = new bool[sample.Length];
            tokens.ToList().ForEach(token => Array.Fill(covered, true, token.Start, token.Length));
            Assert.DoesNotContain(false, covered);
            Assert.Equal(tokens.OrderBy(token => token.Start).Select(token => token.Start), tokens.Select(token => token.Start));
        }

        Assert.Equal(
            ["a", "😀", "😀", "😀", "😀", "b"],
            tokenizer.EncodeWithSpans("a😀b").Select(token => "a😀b".Substring(token.Start, token.Length)).Where(slice => slice != "")
        );
    }

    [Fact]
    public void AFileThatIsNone_IsRefused()
    {
        using TemporaryFolder directory = new();
        var path = directory.Write("tokenizer.model", [1, 2, 3, 255, 255]);
        Assert.StartsWith(
            $"Tokenizer '{path}' cannot be read (",
            Assert.Throws<InvalidDataException>(() => SentencePieceTokenizer.Open(path)).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $"Tokenizer '{path}' ends within token 0, expected a vocabulary of llama2.c.",
            Assert.Throws<InvalidDataException>(() => SentencePieceTokenizer.OpenLlama2c(path)).Message,
            StringComparison.Ordinal
        );
        var empty = directory.Write("empty.model", []);
        Assert.StartsWith(
            $"Tokenizer '{empty}' has 0 bytes, expected a model of SentencePiece: fetch it again.",
            Assert.Throws<InvalidDataException>(() => SentencePieceTokenizer.Open(empty)).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $"Tokenizer '{empty}' has 0 tokens, expected a vocabulary of llama2.c, of more than 258.",
            Assert.Throws<InvalidDataException>(() => SentencePieceTokenizer.OpenLlama2c(empty)).Message,
            StringComparison.Ordinal
        );
    }
}
