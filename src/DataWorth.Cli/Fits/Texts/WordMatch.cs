namespace DataWorth.Cli.Fits.Texts;

/// <summary>A training passage that has the words of a query.</summary>
/// <param name="Id">The block.</param>
/// <param name="Document">Its document; of several the one with the most characters.</param>
/// <param name="Offset">The passage's first character in it.</param>
/// <param name="Score">Its BM25 score.</param>
/// <param name="Text">The passage.</param>
internal sealed record WordMatch(string Id, string Document, int Offset, double Score, string Text);
