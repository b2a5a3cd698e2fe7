using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataWorth.Models.Data;
using DataWorth.Text;

namespace DataWorth.Language.Tokenizers;

/// <summary>tokenizer.json of Hugging Face: byte-level pair encoding. What is not supported is refused by name.</summary>
internal static class TokenizerJson
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or of a tokenizer that is not supported.</exception>
    public static ByteLevelTokenizer Read(string path, TokenizerSettings? settings = null) => Parse(TextFile.Read(path), path, settings);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or of a tokenizer that is not supported.</exception>
    public static ByteLevelTokenizer Parse(string text, string path, TokenizerSettings? settings = null)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new Reading(path).Read(document.RootElement, settings ?? new());
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Throw.BadTokenizer(path, $"cannot be read ({JsonFault.Of(exception)})", "a tokenizer of Hugging Face", exception);
            throw;
        }
    }

    /// <summary>Writes a tokenizer.</summary>
    public static JsonObject Write(BytePairs pairs, string? begin)
    {
        JsonObject vocabulary = [];
        foreach (var (token, id) in pairs.Vocabulary.OrderBy(entry => entry.Value))
        {
            vocabulary[token] = id;
        }

        return new()
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([
                .. pairs.Added.OrderBy(entry => entry.Value).Select(entry => WriteAdded(entry.Key, entry.Value)),
            ]),
            ["normalizer"] = pairs.ComposesText ? new JsonObject { ["type"] = "NFC" } : null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray([.. pairs.Expressions.Select(WriteSplit), WriteByteLevel()]),
            },
            ["post_processor"] = begin is null ? null : WriteTemplate(begin, pairs.Added[begin]),
            ["decoder"] = WriteByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = pairs.TakesWholePieces,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. pairs.Merges.Select(merge => JsonValue.Create(merge))]),
            },
        };
    }

    private static JsonObject WriteAdded(string content, int id) =>
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

    private static JsonNode WriteSplit(string expression) =>
        new JsonObject
        {
            ["type"] = "Split",
            ["pattern"] = new JsonObject { ["Regex"] = expression },
            ["behavior"] = "Isolated",
            ["invert"] = false,
        };

    private static JsonObject WriteByteLevel() =>
        new()
        {
            ["type"] = "ByteLevel",
            ["add_prefix_space"] = false,
            ["trim_offsets"] = true,
            ["use_regex"] = false,
        };

    private static JsonObject WriteTemplate(string begin, int id) =>
        new()
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(
                new JsonObject
                {
                    ["SpecialToken"] = new JsonObject { ["id"] = begin, ["type_id"] = 0 },
                },
                new JsonObject
                {
                    ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 },
                }
            ),
            ["pair"] = new JsonArray(),
            ["special_tokens"] = new JsonObject
            {
                [begin] = new JsonObject
                {
                    ["id"] = begin,
                    ["ids"] = new JsonArray(id),
                    ["tokens"] = new JsonArray(begin),
                },
            },
        };

    private sealed class Reading(string path)
    {
        public ByteLevelTokenizer Read(JsonElement root, TokenizerSettings settings)
        {
            var model = root.GetProperty("model");
            Expect(model, "model.type", "type", "'BPE'", value => value.ToString() == "BPE");
            Expect(model, "model.byte_fallback", "byte_fallback", "'false': open tokenizer.model of SentencePiece instead", IsOff);
            Expect(model, "model.dropout", "dropout", "'null'", value => value.ToString() is "0" or "0.0");
            Expect(model, "model.continuing_subword_prefix", "continuing_subword_prefix", "''", value => value.ToString() == "");
            Expect(model, "model.end_of_word_suffix", "end_of_word_suffix", "''", value => value.ToString() == "");
            var vocabulary = model
                .GetProperty("vocab")
                .EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32());
            string[] merges = [.. model.GetProperty("merges").EnumerateArray().Select(Merge)];
            List<string> expressions = [];
            var isByteLevel = false;
            if (Find(root, "pre_tokenizer") is { } splitter)
            {
                Add(splitter, expressions, ref isByteLevel);
            }

            if (!isByteLevel)
            {
                Refuse("pre_tokenizer", Find(root, "pre_tokenizer")?.ToString() ?? "null", "ByteLevel, alone or at the end of a Sequence");
            }

            var takesWhole = Find(model, "ignore_merges")?.ValueKind == JsonValueKind.True;
            if (takesWhole && !IsInOrder(merges, vocabulary))
            {
                Refuse("model.ignore_merges", "true", "merges in the order of their tokens' numbers where it is true");
            }

            BytePairs pairs = new()
            {
                Vocabulary = vocabulary,
                Merges = merges,
                Expressions = expressions,
                Added = Added(root),
                TakesWholePieces = takesWhole,
                ComposesText = Composes(root),
            };
            pairs.RequireNumbers(path);
            return settings.Create(pairs, Begin(root));
        }

        private static bool IsInOrder(string[] merges, Dictionary<string, int> vocabulary)
        {
            var ids = merges.Select(merge => vocabulary[merge.Replace(" ", "", StringComparison.Ordinal)]).ToArray();
            return ids.Zip(ids.Skip(1)).All(pair => pair.First < pair.Second);
        }

        private static string Merge(JsonElement merge) =>
            merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";

        private void Add(JsonElement splitter, List<string> expressions, ref bool isByteLevel)
        {
            var type = splitter.GetProperty("type").GetString()!;
            if (isByteLevel)
            {
                Refuse("pre_tokenizer", type, "nothing after ByteLevel");
            }

            switch (type)
            {
                case "Sequence":
                    foreach (var part in splitter.GetProperty("pretokenizers").EnumerateArray())
                    {
                        Add(part, expressions, ref isByteLevel);
                    }

                    break;
                case "Split":
                    Expect(splitter, "pre_tokenizer.behavior", "behavior", "'Isolated'", value => value.ToString() == "Isolated");
                    Expect(splitter, "pre_tokenizer.invert", "invert", "'false'", IsOff);
                    var pattern = splitter.GetProperty("pattern");
                    expressions.Add(
                        pattern.TryGetProperty("Regex", out var expression)
                            ? expression.GetString()!
                            : Regex.Escape(pattern.GetProperty("String").GetString()!)
                    );
                    break;
                case "Digits":
                    expressions.Add(Find(splitter, "individual_digits")?.ValueKind == JsonValueKind.True ? @"\p{N}" : @"\p{N}+");
                    break;
                case "ByteLevel":
                    Expect(splitter, "pre_tokenizer.add_prefix_space", "add_prefix_space", "'false'", IsOff);
                    isByteLevel = true;
                    if (Find(splitter, "use_regex")?.ValueKind != JsonValueKind.False)
                    {
                        expressions.Add(TokenizerExpressions.Gpt2);
                    }

                    break;
                default:
                    Refuse("pre_tokenizer.type", type, "'ByteLevel', 'Split', 'Digits' or a 'Sequence' of them");
                    break;
            }
        }

        private Dictionary<string, int> Added(JsonElement root)
        {
            Dictionary<string, int> added = new(StringComparer.Ordinal);
            foreach (var token in Find(root, "added_tokens")?.EnumerateArray() ?? default)
            {
                var content = token.GetProperty("content").GetString()!;
                foreach (var key in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip"])
                {
                    Expect(token, $"added token '{content}', {key}", key, "'false'", IsOff);
                }

                added.Add(content, token.GetProperty("id").GetInt32());
            }

            return added;
        }

        private bool Composes(JsonElement root)
        {
            if (Find(root, "normalizer") is not { } normalizer)
            {
                return false;
            }

            var parts =
                normalizer.GetProperty("type").GetString() == "Sequence"
                    ? normalizer.GetProperty("normalizers").EnumerateArray().ToArray()
                    : [normalizer];
            foreach (var part in parts.Where(part => part.GetProperty("type").GetString() != "NFC"))
            {
                Refuse("normalizer.type", part.GetProperty("type").ToString(), "'NFC' or null");
            }

            return parts.Length > 0;
        }

        // The token that is put in front of every text.
        private string? Begin(JsonElement root)
        {
            string? begin = null;
            foreach (var part in Processors(root))
            {
                var type = part.GetProperty("type").GetString()!;
                if (type == "ByteLevel")
                {
                    continue;
                }

                if (type != "TemplateProcessing")
                {
                    Refuse("post_processor.type", type, "'ByteLevel', 'TemplateProcessing' or a 'Sequence' of them");
                }

                var pieces = part.GetProperty("single").EnumerateArray().ToArray();
                var text = Array.FindIndex(pieces, piece => piece.TryGetProperty("Sequence", out _));
                if (text is not (0 or 1) || text != pieces.Length - 1)
                {
                    Refuse("post_processor.single", part.GetProperty("single").ToString(), "at most one token, in front of the text");
                }

                begin = text == 0 ? begin : pieces[0].GetProperty("SpecialToken").GetProperty("id").GetString();
            }

            return begin;
        }

        private static JsonElement[] Processors(JsonElement root) =>
            Find(root, "post_processor") is not { } processor ? []
            : processor.GetProperty("type").GetString() == "Sequence" ? [.. processor.GetProperty("processors").EnumerateArray()]
            : [processor];

        private static JsonElement? Find(JsonElement element, string key) =>
            element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        private static bool IsOff(JsonElement value) => value.ValueKind == JsonValueKind.False;

        private void Expect(JsonElement element, string name, string key, string expected, Func<JsonElement, bool> isExpected)
        {
            if (Find(element, key) is { } value && !isExpected(value))
            {
                Refuse(name, value.ToString(), expected);
            }
        }

        private void Refuse(string name, string found, string expected) =>
            Throw.BadTokenizer(path, $"has {name} = '{(found.Length > 80 ? found[..80] + "…" : found)}'", expected);
    }
}
