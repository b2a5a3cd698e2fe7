namespace Microsoft.ML.Tokenizers;

/// <summary>A segment of a normalised text: the number of its piece, or -1 if it is in no vocabulary, and its place.</summary>
internal readonly record struct Segment(int Id, int Start, int End);
