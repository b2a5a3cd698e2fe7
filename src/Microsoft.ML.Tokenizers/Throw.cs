using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Tokenizers;

/// <summary>Every exception that this assembly raises on purpose, with what was found, what was expected, where, and the next
/// action.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void MaximumNotPositive(int found) =>
        throw new ArgumentOutOfRangeException("maxTokenCount", found, $"Expected a maximum of at least 1 token, got {found}.");

    [DoesNotReturn]
    internal static void EmptyVocabulary() =>
        throw new InvalidOperationException("The vocabulary is empty. Pass the vocabulary of a trained tokenizer (vocab.json).");

    [DoesNotReturn]
    internal static void BadVocabulary(string reason, Exception? inner = null) =>
        throw new InvalidOperationException(
            $"The vocabulary is not a JSON object of tokens and their numbers ({reason.TrimEnd('.')}). Pass the file vocab.json (encoder.json).", inner);

    [DoesNotReturn]
    internal static void BadMerge(string merge, string where) =>
        throw new InvalidOperationException(
            $"The merge '{merge}' ({where}) is not two tokens with one space between them. Pass the file merges.txt (vocab.bpe) of the vocabulary.");

    [DoesNotReturn]
    internal static void MergeNotInVocabulary(string token, string merge) =>
        throw new InvalidOperationException(
            $"The merge '{merge}' needs the token '{token}', which is not in the vocabulary. Pass merges and vocabulary of the same tokenizer.");

    [DoesNotReturn]
    internal static void TokenNotInVocabulary(string role, string token) =>
        throw new InvalidOperationException($"The {role} token '{token}' is in neither the vocabulary nor the special tokens. Add it to one of them.");

    [DoesNotReturn]
    internal static void BadTiktokenLine(int line, string text) =>
        throw new InvalidOperationException(
            $"Line {line} of the tiktoken file, '{text}', is not a token in base 64, a space and its rank. Pass a file in the .tiktoken format.");

    [DoesNotReturn]
    internal static void TiktokenWithoutByte(int value) =>
        throw new InvalidOperationException(
            $"The tiktoken file has no token for the single byte 0x{value:X2}: not every text could be encoded. Pass the complete file.");

    [DoesNotReturn]
    internal static void BadModel(string reason) =>
        throw new InvalidDataException($"The stream is not a SentencePiece model: {reason}. Pass the '.model' file of a SentencePiece tokenizer.");

    [DoesNotReturn]
    internal static void UnsupportedModel(string found) =>
        throw new ArgumentException($"The SentencePiece model is of the kind {found}; expected BPE or unigram.", "modelStream");

    [DoesNotReturn]
    internal static void NotBpe(string found) =>
        throw new ArgumentException($"A Llama tokenizer is a SentencePiece model of the kind BPE, got {found}. Use SentencePieceTokenizer.Create.", "modelStream");
}
