namespace DataWorth.Language.Corpora;

/// <summary>The share of one document in a passage.</summary>
/// <param name="Document">The id of the document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Offset">The first character of the share in the document, in UTF-16 units.</param>
/// <param name="Text">Its characters.</param>
public sealed record PassagePart(string Document, string Title, int Offset, string Text);
