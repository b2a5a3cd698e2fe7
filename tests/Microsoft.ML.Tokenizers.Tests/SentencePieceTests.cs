using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using DataWorth.Tests;
using Microsoft.ML.Tokenizers.Tests.Golden;

namespace Microsoft.ML.Tokenizers.Tests;

public sealed class SentencePieceTests
{
    private const string TestModel = "tokenizers/sentencepiece-test/test_model.model";
    private const string Botchan = "tokenizers/sentencepiece-test/botchan.txt";

    [Theory]
    [InlineData("bpe")]
    [InlineData("unigram")]
    public void Ids_EqualTheOriginalProgram(string model)
    {
        SentencePieceTokenizer tokenizer = Create(GoldenFiles.PathOf($"{model}.model"));
        AssertGolden(model, tokenizer);
    }

    [DataFact(TestModel)]
    public void IdsWithNormalisation_EqualTheOriginalProgram() => AssertGolden("test_model", Create(SharedData.Locate(TestModel)));

    [DataFact(TestModel, Botchan)]
    public void ABook_EqualsTheOriginalProgram()
    {
        SentencePieceTokenizer tokenizer = Create(SharedData.Locate(TestModel));
        StringBuilder lines = new();
        int count = 0;
        // The original program ends a line at LF only, and takes the byte order mark for text.
        string book = Encoding.UTF8.GetString(File.ReadAllBytes(SharedData.Locate(Botchan)));
        foreach (int id in book.Split('\n').SelectMany(line => tokenizer.EncodeToIds(line)))
        {
            lines.Append(id).Append('\n');
            count++;
        }

        string[] golden = GoldenFiles.Lines("sentencepiece.txt")[^1].Split('\t');
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(lines.ToString())));
        Assert.Equal((golden[1], golden[2]), ($"{count}", hash));
    }

    [Theory]
    [InlineData("bpe")]
    [InlineData("unigram")]
    public void DecodedText_IsTheNormalisedText(string model)
    {
        SentencePieceTokenizer tokenizer = Create(GoldenFiles.PathOf($"{model}.model"));
        foreach (string text in RandomText.Create(300, seed: 8))
        {
            IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(text, out string? normalized);
            string expected = normalized!.Replace('\u2581', ' ');
            expected = expected.StartsWith(' ') ? expected[1..] : expected;
            Assert.Equal(expected, tokenizer.Decode(tokens.Select(token => token.Id)));
            Assert.Equal(normalized, string.Concat(tokens.Select(token => normalized[token.Offset])));
            Assert.Equal(tokens.Count, tokenizer.CountTokens(text));
            char[] buffer = new char[expected.Length];
            Assert.Equal(OperationStatus.Done, tokenizer.Decode(tokens.Select(token => token.Id), buffer, out int consumed, out int written));
            Assert.Equal((tokens.Count, expected), (consumed, new string(buffer, 0, written)));
        }

        // Without removal of blanks the text itself comes back.
        if (model == "bpe")
        {
            Assert.All(RandomText.Create(300, seed: 9).Where(text => !text.Contains('\0')),
                text => Assert.Equal(text.Replace('\u2581', ' '), tokenizer.Decode(tokenizer.EncodeToIds(text))));
        }
    }

    [Fact]
    public void UnigramSegmentation_HasTheHighestScoreOfAll()
    {
        SentencePieceModel model = Read("unigram.model");
        UnigramSegmenter segmenter = new(model.Pieces);
        Dictionary<string, float> scores = model.Pieces.Where(piece => piece.Kind == PieceKind.Normal).ToDictionary(piece => piece.Text, piece => piece.Score);
        foreach (string text in (string[])["▁the▁token", "▁number", "▁returns", "publicst", "▁Encode"])
        {
            List<Segment> segments = [];
            segmenter.Segment(text, 0, segments);
            Assert.Equal(Best(text), segments.Sum(segment => (double)model.Pieces[segment.Id].Score), 1e-4);
        }

        // Every way of cutting the text, by brute force.
        double Best(string text) => text.Length == 0 ? 0 : Enumerable.Range(1, text.Length)
            .Where(length => scores.ContainsKey(text[..length])).Select(length => scores[text[..length]] + Best(text[length..])).DefaultIfEmpty(double.NegativeInfinity).Max();
    }

    [Fact]
    public void BeginningEndAndSpecialTokens_AreAdded()
    {
        using FileStream stream = File.OpenRead(GoldenFiles.PathOf("bpe.model"));
        LlamaTokenizer tokenizer = LlamaTokenizer.Create(stream, addBeginOfSentence: true, addEndOfSentence: true, new Dictionary<string, int> { ["[INST]"] = 600 });
        int[] hello = [516, 594, 517, 525, 525, 523];
        Assert.Equal([1, .. hello, 600, .. hello, 2], tokenizer.EncodeToIds("Hello[INST]Hello"));
        Assert.Equal(hello, tokenizer.EncodeToIds("Hello", addBeginningOfSentence: false, addEndOfSentence: false));
        Assert.Equal([1, 516], tokenizer.EncodeToIds("Hello", 2, out string? normalized, out int consumed));
        Assert.Equal(("▁Hello", 1), (normalized, consumed));
        Assert.Equal("Hello", tokenizer.Decode([1, .. hello, 2]));
        Assert.Equal("<s>Hello</s>", tokenizer.Decode([1, .. hello, 2], considerSpecialTokens: true));
        Assert.Equal((1, 2, 0, "<s>", "</s>", "<unk>"), (tokenizer.BeginningOfSentenceId, tokenizer.EndOfSentenceId, tokenizer.UnknownId,
            tokenizer.BeginningOfSentenceToken, tokenizer.EndOfSentenceToken, tokenizer.UnknownToken));
        Assert.True(tokenizer.ByteFallback && tokenizer.AddDummyPrefix && tokenizer.EscapeWhiteSpaces && !tokenizer.TreatWhitespaceAsSuffix);
        Assert.Equal(OperationStatus.InvalidData, tokenizer.Decode([1, 9999], new char[4], out int read, out _));
        Assert.Equal(1, read);
    }

    [Fact]
    public void StreamsThatAreNoModel_AreRefused()
    {
        Assert.Equal("The stream is not a SentencePiece model: it has no pieces. Pass the '.model' file of a SentencePiece tokenizer.", Message([]));
        Assert.StartsWith("The stream is not a SentencePiece model: a field of 100 bytes where only 1 are left.", Message([0x0A, 100, 0]), StringComparison.Ordinal);
        Assert.StartsWith("The stream is not a SentencePiece model: a number that does not end.", Message([0xFF]), StringComparison.Ordinal);
        Assert.StartsWith("The stream is not a SentencePiece model: a field of the unknown wire type 7.", Message([0x0F]), StringComparison.Ordinal);
        byte[] model = File.ReadAllBytes(GoldenFiles.PathOf("unigram.model"));
        Assert.StartsWith("A Llama tokenizer is a SentencePiece model of the kind BPE, got Unigram.",
            Assert.Throws<ArgumentException>(() => LlamaTokenizer.Create(new MemoryStream(model))).Message, StringComparison.Ordinal);
        static string Message(byte[] content) => Assert.Throws<InvalidDataException>(() => SentencePieceTokenizer.Create(new MemoryStream(content))).Message;
    }

    private static void AssertGolden(string model, SentencePieceTokenizer tokenizer)
    {
        string[][] lines = [.. GoldenFiles.Lines("sentencepiece.txt").Select(line => line.Split('\t')).Where(line => line[0] == model)];
        Assert.Equal(10, lines.Length);
        Assert.All(lines, line => Assert.Equal((line[2], line[1]), (line[2], string.Join(' ', tokenizer.EncodeToIds(line[2])))));
    }

    private static SentencePieceModel Read(string name)
    {
        using FileStream stream = File.OpenRead(GoldenFiles.PathOf(name));
        return SentencePieceModel.Read(stream);
    }

    private static SentencePieceTokenizer Create(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false);
    }
}
