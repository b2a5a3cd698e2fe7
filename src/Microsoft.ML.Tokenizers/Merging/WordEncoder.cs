namespace Microsoft.ML.Tokenizers;

/// <summary>Encodes one piece of text; the part of a tokenizer that depends on its kind.</summary>
internal abstract class WordEncoder
{
    /// <summary>Encodes a piece.</summary>
    internal abstract EncodedWord Encode(ReadOnlySpan<char> word);

    /// <summary>The text of a token that stands for some characters.</summary>
    internal abstract string TokenText(int id, ReadOnlySpan<char> characters);
}
