using System.Diagnostics.CodeAnalysis;
using DataWorth.Language.Networks;
using DataWorth.Models.Training;
using TorchSharp;

namespace DataWorth.Language;

/// <summary>Every exception that this assembly raises on purpose, with what was found, what was expected, where, and the next
/// action.</summary>
internal static partial class Throw
{
    [DoesNotReturn]
    internal static void NoDocuments(string name) =>
        throw new InvalidDataException(
            $"Text file '{name}' has no level-1 heading (a line ' = Title = '): expected a file of WikiText. Read it as one plain "
                + "document instead."
        );

    [DoesNotReturn]
    internal static void DocumentTwice(string corpus, string id, int first, int second) =>
        throw new ArgumentException(
            $"Corpus '{corpus}' has two documents with the id '{id}' ({first} and {second}), expected ids that differ. Give each file "
                + "once.",
            "documents"
        );

    [DoesNotReturn]
    internal static void TooFewDocuments(string name, long available, long requested) =>
        throw new ArgumentOutOfRangeException(
            "count",
            requested,
            $"Corpus '{name}' has {available} documents, but {requested} were asked for. Ask for {available} or fewer."
        );

    [DoesNotReturn]
    internal static void BadHeads(long width, long heads) =>
        throw new ArgumentException($"The width {width} is not a multiple of the number of heads {heads}.", nameof(Gpt2Options.Width));

    [DoesNotReturn]
    internal static void BadKeyValueHeads(long heads, long shared) =>
        throw new ArgumentException(
            $"The number of heads {heads} is not a multiple of the number of heads of keys and values {shared}.",
            nameof(LlamaOptions.KeyValueHeads)
        );

    [DoesNotReturn]
    internal static void OddHeads(long features) =>
        throw new ArgumentException(
            $"Rotary positions turn pairs of features, but a head has {features} that are turned. Give it an even number.",
            "options"
        );

    [DoesNotReturn]
    internal static void NotTokens(IEnumerable<long> shape) =>
        throw new ArgumentException($"Expected tokens of shape [B, T], got [{string.Join(", ", shape)}].", "tokens");

    [DoesNotReturn]
    internal static void TokensOfAnotherType(torch.ScalarType found) =>
        throw new ArgumentException($"Expected tokens of type Int64, got {found}. Convert them to Int64.", "tokens");

    [DoesNotReturn]
    internal static void TooManyPositions(long length, long positions) =>
        throw new ArgumentException(
            $"The sequence has {length} tokens, but the model has {positions} positions. Split the text into shorter blocks.",
            "tokens"
        );

    [DoesNotReturn]
    internal static void EmptyPrompt() =>
        throw new ArgumentException("The prompt has no tokens, expected at least one. Begin with the token of the beginning.", "prompt");

    [DoesNotReturn]
    internal static void TokenOutside(long row, long token, long position, long vocabularySize) =>
        throw new ArgumentException(
            $"Row {row} of the batch has the token {token} at position {position}, but the vocabulary has {vocabularySize} tokens (0 to "
                + $"{vocabularySize - 1}). Encode the text with the tokenizer of the model.",
            "tokens"
        );

    [DoesNotReturn]
    internal static void BadConfiguration(string path, string key, string found, string expected) =>
        throw new InvalidDataException($"Configuration '{path}' has {key} = '{found}', expected {expected}: this model is not supported.");

    [DoesNotReturn]
    internal static void MissingConfigurationKey(string path, string key, string expected) =>
        throw new InvalidDataException($"Configuration '{path}' has no {key}, expected {expected}. Fetch the file again, or add the key.");

    [DoesNotReturn]
    internal static void UnknownConfigurationKey(string path, string key, string found, string kind) =>
        throw new InvalidDataException(
            $"Configuration '{path}' has {key} = '{found}', expected one of the keys of {kind}: this model is not supported, unless the "
                + "key changes nothing that the network computes; then remove it."
        );

    [DoesNotReturn]
    internal static void NotConfiguration(string path, string fault, Exception? inner) =>
        throw new InvalidDataException($"Configuration '{path}' {fault}. Fetch or write the file again.", inner);

    [DoesNotReturn]
    internal static void NoConfiguration(string path) =>
        throw new FileNotFoundException(
            $"There is no '{path}', expected the folder of a model with {Checkpoints.LanguageModelCheckpoint.ConfigurationFile} and "
                + $"{Checkpoints.WeightFiles.SingleFile}. Name that folder.",
            path
        );

    [DoesNotReturn]
    internal static void AdapterOnly(string directory) =>
        throw new InvalidDataException(
            $"Folder '{directory}' has an adapter only ({Checkpoints.LoraAdapter.ConfigurationFile}), expected a model. Open the model that "
                + "it was trained on, and give the adapter beside it (--adapter; LoraAdapter.Load)."
        );

    [DoesNotReturn]
    internal static void NoWeights(string directory, bool hasPickles) =>
        throw new FileNotFoundException(
            $"Folder '{directory}' has neither {Checkpoints.WeightFiles.SingleFile} nor {Checkpoints.WeightFiles.IndexFile}"
                + (
                    hasPickles
                        ? ", but files .bin, which are programs of Python and not read. Save the model with safe_serialization=True."
                        : ". Fetch the weights."
                )
        );

    [DoesNotReturn]
    internal static void NotAnIndex(string path, string fault, Exception? inner) =>
        throw new InvalidDataException($"Index '{path}' {fault}. Fetch the file again.", inner);

    [DoesNotReturn]
    internal static void TwoTables(string path, string table, string head) =>
        throw new CheckpointMismatchException(
            $"Checkpoint '{path}' has different tables '{table}' and '{head}', but the network has one for both. Set "
                + "tie_word_embeddings to false in config.json (HasTiedHead in the options), or remove the table that is not meant."
        );

    [DoesNotReturn]
    internal static void CheckpointMismatch(string path, string architecture, IEnumerable<string> problems, bool isDamaged) =>
        throw new CheckpointMismatchException(
            $"Checkpoint '{path}' does not fit {architecture}: {string.Join("; ", problems)}. "
                + (
                    isDamaged ? "Fetch the files that are missing or cut again."
                    : File.Exists(Path.Combine(Path.GetDirectoryName(path) ?? "", Checkpoints.LanguageModelCheckpoint.ConfigurationFile))
                        ? "Weights and config.json are not of one model: fetch both again."
                    : "Create the network with the shape that the checkpoint was saved with."
                )
        );

    [DoesNotReturn]
    internal static void NotFiniteTensors(string path, List<string> names) =>
        throw new InvalidDataException(
            $"Checkpoint '{path}' has a NaN or an infinity in {string.Join(", ", names.Take(5).Select(name => $"tensor '{name}'"))}"
                + (names.Count > 5 ? $" and {names.Count - 5} more" : "")
                + ": a training that diverged, or a file that was damaged. Use a checkpoint of finite numbers."
        );

    [DoesNotReturn]
    internal static void BadConfiguration(string path, ArgumentException exception) =>
        throw new InvalidDataException(
            $"'{path}': {exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal)} Fetch the "
                + "configuration again.",
            exception
        );

    [DoesNotReturn]
    internal static void NoFamily(LanguageModelOptions options) =>
        throw new NotSupportedException($"No family of language models has a network of this shape: {options}.");

    [DoesNotReturn]
    internal static void NothingToAdapt(string targets, IEnumerable<string> layers) =>
        throw new ArgumentException(
            $"No linear layer ends with one of '{targets}'. Layers: {string.Join(", ", layers.Take(8))} ...",
            nameof(Checkpoints.LoraOptions.Targets)
        );

    [DoesNotReturn]
    internal static void AdaptedTwice() =>
        throw new ArgumentException("The model has an adapter already. Open it again without one.", "model");

    [DoesNotReturn]
    internal static void BadTokenizer(string path, string found, string expected, Exception? inner = null) =>
        throw new InvalidDataException($"Tokenizer '{path}' {found}, expected {expected}. It is not supported.", inner);

    [DoesNotReturn]
    internal static void NoTokenizer(string directory) =>
        throw new FileNotFoundException(
            Directory.Exists(directory)
                ? $"Folder '{directory}' has no tokenizer: neither tokenizer.model, tokenizer.bin, tokenizer.json, nor vocab.json with "
                    + $"merges.txt. {Alike(directory)}Fetch the one that the model was trained with."
                : $"There is no folder '{directory}', expected the one of the model. Say where it is (--checkpoint for a fit whose "
                    + "model was moved)."
        );

    [DoesNotReturn]
    internal static void NoToken(int id, int size) =>
        throw new ArgumentOutOfRangeException(
            "ids",
            id,
            $"The vocabulary has no token {id}, expected 0 to {size - 1}. Use the tokenizer of the model."
        );

    private static string Alike(string directory) =>
        Directory.EnumerateFiles(directory).Select(Path.GetFileName).OfType<string>().Where(IsAlike).Order(StringComparer.Ordinal).ToList()
            is { Count: > 0 } files
            ? $"By its name {string.Join(", ", files.Select(file => $"'{file}'"))} may be one: give it the name of its kind. "
            : "";

    private static bool IsAlike(string file) =>
        Path.GetExtension(file) is ".bin" or ".model" or ".json"
        && file.Contains("tok", StringComparison.OrdinalIgnoreCase)
        && !file.Contains("config", StringComparison.OrdinalIgnoreCase);

    [DoesNotReturn]
    internal static void LostText(int start, long expected, long found) =>
        throw new InvalidDataException(
            $"The text from character {start} has {expected} bytes, but its tokens have {found}: the vocabulary lacks single bytes. Use a "
                + "byte-level vocabulary that has all 256."
        );

    [DoesNotReturn]
    internal static void NotLlama2c(string path, string found, string expected) =>
        throw new InvalidDataException(
            $"File '{path}' is no model of llama2.c (version 0): {found}, expected {expected}. Fetch it again, or convert it to safetensors."
        );
}
