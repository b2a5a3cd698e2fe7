using System.Text;
using System.Text.Json.Nodes;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Language.Tests.Tokenizers;

/// <summary>tokenizer.json is obeyed, or refused by the name of what is not supported.</summary>
public sealed class TokenizerJsonTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private string File => Path.Combine(_directory.Path, "tokenizer.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void TheTokenInFront_IsNeverThereTwice()
    {
        Write(json =>
        {
            json["added_tokens"] = new JsonArray(Added("<|begin|>", 300), Added("<|begin|>x", 301));
            json["post_processor"] = JsonNode.Parse(
                """
                {"type": "Sequence", "processors": [{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false},
                {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<|begin|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                "pair": [], "special_tokens": {}}]}
                """
            );
        });
        var tokenizer = ByteLevelTokenizer.OpenJson(File);
        Assert.Equal((300, true, 302), (tokenizer.BeginId, tokenizer.AddsBegin, tokenizer.VocabularySize));
        var (a, b) = (tokenizer.Encode("a").Single(), tokenizer.Encode("b").Single());
        Assert.Equal([a, b], tokenizer.Encode("ab"));
        Assert.Equal([300, a, b], tokenizer.EncodePrompt("ab"));
        Assert.Equal([300, a, b], tokenizer.EncodePrompt("<|begin|>ab"));
        Assert.Equal([300], tokenizer.EncodePrompt(""));
        // Of tokens that begin alike the longer one.
        Assert.Equal([301, a], tokenizer.Encode("<|begin|>xa"));
        tokenizer.Save(_directory.Path);
        Assert.Equal([300, a, b], ByteLevelTokenizer.OpenJson(File).EncodePrompt("ab"));
        // tokenizer_config.json has the last word.
        _directory.Write("tokenizer_config.json", """{"add_bos_token": false, "eos_token": {"content": "<|begin|>x"}}"""u8.ToArray());
        var other = TokenizerFiles.Open(_directory.Path);
        Assert.Equal((301, false), (other.EndId, other.AddsBegin));
        Assert.Equal([a, b], other.EncodePrompt("ab"));
    }

    [Fact]
    public void ExpressionsInASequence_CutOneAfterTheOther_AndMergesMayBePairs()
    {
        var tokenizer = Open(
            """
            {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": true},
            {"type": "ByteLevel", "add_prefix_space": false}]}
            """
        );
        Assert.Equal("12", tokenizer.Decode(tokenizer.Encode("12")));
        // '1 2' is a merge, but digits are cut one by one; 'a b' is one.
        Assert.Equal(2, tokenizer.Encode("12").Count);
        Assert.Single(tokenizer.Encode("xy"));
        Assert.Single(Open("""{"type": "ByteLevel", "add_prefix_space": false}""").Encode("12"));

        ByteLevelTokenizer Open(string splitter)
        {
            Write(json =>
            {
                json["pre_tokenizer"] = JsonNode.Parse(splitter);
                json["model"]!["vocab"]!["12"] = 256;
                json["model"]!["vocab"]!["xy"] = 257;
                json["model"]!["merges"] = JsonNode.Parse("""[["1", "2"], ["x", "y"]]""");
            });
            return ByteLevelTokenizer.OpenJson(File);
        }
    }

    [Fact]
    public void WholePieces_AreTakenWithoutMerges_WhereTheFileSaysSo()
    {
        foreach (var ignores in new[] { true, false })
        {
            Write(json =>
            {
                json["model"]!["vocab"]!["xyz"] = 256;
                json["model"]!["ignore_merges"] = ignores;
            });
            Assert.Equal(ignores ? 1 : 3, ByteLevelTokenizer.OpenJson(File).Encode("xyz").Count);
        }
    }

    [Theory]
    [InlineData("model/type", "\"Unigram\"", "has model.type = 'Unigram', expected 'BPE'")]
    [InlineData("model/byte_fallback", "true", "has model.byte_fallback = 'True', expected 'false': open tokenizer.model of SentencePiece")]
    [InlineData("model/dropout", "0.1", "has model.dropout = '0.1', expected 'null'")]
    [InlineData("model/vocab/a", "-3", "has the token 'a' with the number -3, expected numbers from 0")]
    [InlineData("model/vocab/a", "2", "', expected a number of its own for each token")]
    [InlineData("model/end_of_word_suffix", "\"</w>\"", "has model.end_of_word_suffix = '</w>'")]
    [InlineData("pre_tokenizer", "null", "has pre_tokenizer = 'null', expected ByteLevel")]
    [InlineData("pre_tokenizer", """{"type": "Whitespace"}""", "has pre_tokenizer.type = 'Whitespace'")]
    [InlineData("pre_tokenizer", """{"type": "ByteLevel", "add_prefix_space": true}""", "has pre_tokenizer.add_prefix_space = 'True'")]
    [InlineData("normalizer", """{"type": "Lowercase"}""", "has normalizer.type = 'Lowercase', expected 'NFC' or null")]
    [InlineData("post_processor", """{"type": "BertProcessing"}""", "has post_processor.type = 'BertProcessing'")]
    [InlineData(
        "post_processor",
        """{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "x"}}]}""",
        "expected at most one token, in front of the text"
    )]
    [InlineData(
        "added_tokens",
        """[{"id": 300, "content": "<x>", "single_word": false, "lstrip": true, "rstrip": false}]""",
        "has added token '<x>', lstrip = 'True'"
    )]
    public void WhatIsNotSupported_IsRefusedByName(string place, string value, string expected)
    {
        Write(json =>
        {
            var keys = place.Split('/');
            var parent = keys[..^1].Aggregate(json, (part, key) => part[key]!.AsObject());
            parent[keys[^1]] = JsonNode.Parse(value);
        });
        var message = Assert.Throws<InvalidDataException>(() => ByteLevelTokenizer.OpenJson(File)).Message;
        Assert.StartsWith($"Tokenizer '{File}' has ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ComposedCharacters_AreFound_WithTheirPlacesInTheText()
    {
        Write(json => json["normalizer"] = new JsonObject { ["type"] = "NFC" });
        var tokenizer = ByteLevelTokenizer.OpenJson(File);
        Assert.Equal("é 漢字 🙂 가", tokenizer.Decode(tokenizer.Encode("é 漢字 🙂 가")));
        foreach (var (text, composed) in new[] { ("e\u0301x", "\u00e9x"), ("\u1100\u1161x", "\uac00x"), ("\u212Bx", "\u00c5x") })
        {
            Assert.Equal(composed, tokenizer.Decode(tokenizer.Encode(text)));
            var spans = tokenizer.EncodeWithSpans(text);
            Assert.All(spans.SkipLast(1), token => Assert.Equal((0, text.Length - 1), (token.Start, token.Length)));
            Assert.Equal((text.Length - 1, 1), (spans[^1].Start, spans[^1].Length));
        }
    }

    [Fact]
    public void AVocabularyThatLosesText_IsRefused()
    {
        Write(json => json["model"]!["vocab"]!.AsObject().Remove("q"));
        var tokenizer = ByteLevelTokenizer.OpenJson(File);
        Assert.Equal("ab", tokenizer.Decode(tokenizer.Encode("ab")));
        Assert.Contains(
            "its tokens have",
            Assert.Throws<InvalidDataException>(() => tokenizer.Encode("aqb")).Message,
            StringComparison.Ordinal
        );
    }

    private static JsonObject Added(string content, int id) =>
        new()
        {
            ["id"] = id,
            ["content"] = content,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        };

    private void Write(Action<JsonObject> change)
    {
        BytePairTrainer.Train([], 256, []).Save(_directory.Path);
        var json = JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject();
        change(json);
        _directory.Write("tokenizer.json", Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
