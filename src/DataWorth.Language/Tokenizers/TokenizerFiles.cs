using System.Globalization;
using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Language.Checkpoints;
using DataWorth.Models.Data;
using DataWorth.Text;

namespace DataWorth.Language.Tokenizers;

/// <summary>Finds and reads the tokenizer of a model's folder.</summary>
public static class TokenizerFiles
{
    private const string ConfigurationFile = "tokenizer_config.json";
    private const string SentencePieceFile = "tokenizer.model";
    private const string Llama2cFile = "tokenizer.bin";

    private static readonly (string Vocabulary, string Merges)[] s_gpt2 = [("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe")];

    /// <summary>Opens the tokenizer of a folder: tokenizer.model of SentencePiece, tokenizer.bin of llama2.c, tokenizer.json, or GPT-2's
    /// vocab.json and merges.txt; the first that is there. tokenizer_config.json, where it is, says the tokens of beginning and end.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="FileNotFoundException">The folder has none of them.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be, or of a tokenizer that is not supported.</exception>
    public static TextTokenizer Open(string directory)
    {
        string At(string file) => Path.Combine(directory, file);
        var settings = File.Exists(At(ConfigurationFile)) ? TokenizerSettings.Read(At(ConfigurationFile)) : new();
        if (new[] { SentencePieceFile, Llama2cFile }.FirstOrDefault(file => File.Exists(At(file))) is { } file)
        {
            var model = file == Llama2cFile ? SentencePieceTokenizer.OpenLlama2c(At(file)) : SentencePieceTokenizer.Open(At(file));
            return settings.AddsBegin is { } adds ? model.With(adds) : model;
        }

        var tokenizer = File.Exists(At(ByteLevelTokenizer.JsonFile)) ? TokenizerJson.Read(At(ByteLevelTokenizer.JsonFile), settings) : null;
        foreach (var (vocabulary, merges) in s_gpt2)
        {
            if (tokenizer is null && File.Exists(At(vocabulary)) && File.Exists(At(merges)))
            {
                tokenizer = OpenGpt2(At(vocabulary), At(merges), settings);
            }
        }

        if (tokenizer is null)
        {
            LanguageModelCheckpoint.RefuseAdapter(directory);
            Throw.NoTokenizer(directory);
        }

        return tokenizer;
    }

    /// <summary>Which tokenizer of a folder is opened, as a sentence, where it has several with vocabularies of different sizes; else
    /// null.</summary>
    /// <param name="directory">The folder.</param>
    public static string? Choice(string directory)
    {
        string[] names = [SentencePieceFile, Llama2cFile, ByteLevelTokenizer.JsonFile, .. s_gpt2.Select(files => files.Vocabulary)];
        List<(string Name, int Size)> found = [];
        foreach (var name in names.Where(name => File.Exists(Path.Combine(directory, name))))
        {
            try
            {
                found.Add((name, OpenOne(directory, name).VocabularySize));
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException && found.Count > 0)
            {
                // It is not the one that is taken.
            }
        }

        var sizes = found.Select(tokenizer => tokenizer.Size).Distinct().Count();
        return sizes < 2
            ? null
            : $"'{directory}' has tokenizers of different vocabularies ({string.Join(", ", found.Select(Text))}): "
                + $"{found[0].Name} is taken. Remove those that are not the model's.";

        static string Text((string Name, int Size) tokenizer) => $"{tokenizer.Name} {tokenizer.Size}";
    }

    /// <summary>The fingerprint of the files in a folder that decide its tokenizer: two folders that have the same tokenizer in other words have
    /// two.</summary>
    /// <param name="directory">The folder.</param>
    public static string Fingerprint(string directory)
    {
        string[] names =
        [
            ConfigurationFile,
            SentencePieceFile,
            Llama2cFile,
            ByteLevelTokenizer.JsonFile,
            .. s_gpt2.SelectMany(files => (string[])[files.Vocabulary, files.Merges]),
        ];
        FingerprintBuilder key = new();
        foreach (var name in names.Where(name => File.Exists(Path.Combine(directory, name))))
        {
            using var stream = File.OpenRead(Path.Combine(directory, name));
            key.Add(name, stream);
        }

        return key.ToFingerprint();
    }

    private static TextTokenizer OpenOne(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        return name switch
        {
            SentencePieceFile => SentencePieceTokenizer.Open(path),
            Llama2cFile => SentencePieceTokenizer.OpenLlama2c(path),
            ByteLevelTokenizer.JsonFile => TokenizerJson.Read(path, new()),
            _ => OpenGpt2(path, Path.Combine(directory, s_gpt2.Single(files => files.Vocabulary == name).Merges)),
        };
    }

    internal static ByteLevelTokenizer OpenGpt2(string vocabularyPath, string mergesPath, TokenizerSettings? settings = null)
    {
        var vocabulary = ReadVocabulary(vocabularyPath);
        List<string> merges = [];
        foreach (var line in TextFile.Read(mergesPath).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            // The first line may say a version; a merge of '#' with something else has one blank too, but is no such line.
            if (line.Length == 0 || line.StartsWith("#version", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = line.Split(' ');
            if (parts.Length != 2 || !vocabulary.ContainsKey(parts[0] + parts[1]))
            {
                Throw.BadTokenizer(mergesPath, $"has the merge '{line}'", "two tokens whose union is in the vocabulary");
            }

            merges.Add(line);
        }

        settings ??= new();
        Dictionary<string, int> added = new(settings.Added, StringComparer.Ordinal);
        if (vocabulary.TryGetValue(TokenizerSettings.EndOfText, out var end))
        {
            added.TryAdd(TokenizerSettings.EndOfText, end);
        }

        BytePairs pairs = new()
        {
            Vocabulary = vocabulary,
            Merges = merges,
            Expressions = [TokenizerExpressions.Gpt2],
            Added = added,
        };
        pairs.RequireNumbers(vocabularyPath);
        return settings.Create(pairs, begin: null);
    }

    internal static ByteLevelTokenizer OpenTiktoken(string path, string expression, IReadOnlyDictionary<string, int> added)
    {
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        foreach (var (number, line) in TextFile.Read(path).Split('\n').Index())
        {
            var parts = line.TrimEnd('\r').Split(' ');
            if (parts is [""])
            {
                continue;
            }

            var bytes = new byte[parts[0].Length];
            if (
                parts.Length != 2
                || !Convert.TryFromBase64String(parts[0], bytes, out var length)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
                || !vocabulary.TryAdd(ByteAlphabet.Write(bytes.AsSpan(0, length)), rank)
            )
            {
                Throw.BadTokenizer(path, $"has in line {number + 1} '{line}'", "a token in base64, a blank and its number, each once");
            }
        }

        BytePairs pairs = new()
        {
            Vocabulary = vocabulary,
            Merges = [],
            Expressions = [expression],
            Added = added,
            TakesWholePieces = true,
        };
        pairs.RequireNumbers(path);
        return new TokenizerSettings().Create(pairs, begin: null);
    }

    private static Dictionary<string, int> ReadVocabulary(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(TextFile.Read(path)) ?? [];
        }
        catch (JsonException exception)
        {
            Throw.BadTokenizer(path, $"is no vocabulary ({JsonFault.Of(exception)})", "tokens with their numbers as JSON", exception);
            throw;
        }
    }
}
