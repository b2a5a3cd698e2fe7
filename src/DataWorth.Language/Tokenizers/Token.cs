namespace DataWorth.Language.Tokenizers;

/// <summary>A token of a text.</summary>
/// <param name="Id">Its number in the vocabulary.</param>
/// <param name="Start">Its first character in the text, in UTF-16 units.</param>
/// <param name="Length">Number of its characters, in UTF-16 units. A character whose bytes are in several tokens is in each of
/// them; 0 for a token that stands for nothing in the text.</param>
public readonly record struct Token(int Id, int Start, int Length);
