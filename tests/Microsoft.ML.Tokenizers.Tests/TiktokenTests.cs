using System.Buffers;
using System.Globalization;
using System.Text;
using DataWorth.Tests;

namespace Microsoft.ML.Tokenizers.Tests;

public sealed class TiktokenTests
{
    [DataFact(Gpt2.Vocabulary, Gpt2.Merges, "text/tinyshakespeare/input.txt")]
    public void Gpt2AsTiktokenFile_GivesTheSameIds()
    {
        // In GPT-2 the numbers of the tokens follow the ranks of the merges, so that the vocabulary written as a .tiktoken file is the same tokenizer.
        string[] lines = [.. from token in Gpt2.Tokenizer.Vocabulary where token.Value != 50_256 select Line(ByteAlphabet.Bytes(token.Key), token.Value)];
        using MemoryStream stream = new(Encoding.ASCII.GetBytes(string.Join('\n', lines)));
        Dictionary<string, int> special = new() { ["<|endoftext|>"] = 50_256 };
        TiktokenTokenizer tokenizer = TiktokenTokenizer.Create(stream, new RegexPreTokenizer(TextbookBpe.Split(), special), null, special);
        string[] texts = [File.ReadAllText(SharedData.Locate("text/tinyshakespeare/input.txt"))[..200_000], .. RandomText.Create(500, seed: 7).Where(text => !text.Contains("<|"))];
        foreach (string text in texts)
        {
            IReadOnlyList<int> ids = tokenizer.EncodeToIds(text);
            Assert.Equal(Gpt2.Tokenizer.EncodeToIds(text), ids);
            Assert.Equal(text, tokenizer.Decode(ids));
            Assert.Equal(ids.Count, tokenizer.CountTokens(text));
            IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(text, out _);
            Assert.Equal(text, string.Concat(tokens.Select(token => token.Value)));
        }

        Assert.Equal([15496, 50_256, 995], tokenizer.EncodeToIds("Hello<|endoftext|> world"));
        Assert.Equal("Hello<|endoftext|> world", tokenizer.Decode([15496, 50_256, 995]));
        char[] buffer = new char[7];
        Assert.Equal(OperationStatus.DestinationTooSmall, tokenizer.Decode([15496, 995], buffer, out int consumed, out int written));
        Assert.Equal((1, 5), (consumed, written));
    }

    [Fact]
    public void LowestRankOfTheJointBytes_IsMerged_WhateverItsHalves()
    {
        using MemoryStream stream = Stream(("ab", 300), ("bc", 299), ("abc", 301), ("bcd", 302), ("abcd", 303));
        TiktokenTokenizer tokenizer = TiktokenTokenizer.Create(stream, null, null);
        Assert.Equal([303], tokenizer.EncodeToIds("abcd"));
        // (b, c) first; then (a, bc) with rank 301 goes before (bc, d) with rank 302; then (abc, d).
        Assert.Equal([303, 'd'], tokenizer.EncodeToIds("abcdd"));
        Assert.Equal([301, 302], tokenizer.EncodeToIds("abcbcd"));
        Assert.Equal(['x', 302], tokenizer.EncodeToIds("xbcd"));
    }

    [Fact]
    public void DamagedFiles_AreRefused()
    {
        Assert.Equal("Line 2 of the tiktoken file, 'QQ== x', is not a token in base 64, a space and its rank. Pass a file in the .tiktoken format.",
            Message("QQ== 1\nQQ== x"));
        Assert.StartsWith("Line 1 of the tiktoken file, '*** 1', is not a token", Message("*** 1"), StringComparison.Ordinal);
        Assert.Equal("The tiktoken file has no token for the single byte 0x00: not every text could be encoded. Pass the complete file.", Message("QQ== 1"));
        Assert.StartsWith("The vocabulary is empty.", Message(""), StringComparison.Ordinal);
        static string Message(string file) => Assert.Throws<InvalidOperationException>(
            () => TiktokenTokenizer.Create(new MemoryStream(Encoding.ASCII.GetBytes(file)), null, null)).Message;
    }

    private static MemoryStream Stream(params (string Token, int Rank)[] tokens)
    {
        IEnumerable<string> bytes = Enumerable.Range(0, 256).Select(value => Line([(byte)value], value));
        IEnumerable<string> lines = bytes.Concat(tokens.Select(token => Line(Encoding.UTF8.GetBytes(token.Token), token.Rank)));
        return new MemoryStream(Encoding.ASCII.GetBytes(string.Join('\n', lines)));
    }

    private static string Line(byte[] token, int rank) => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(token)} {rank}");
}
