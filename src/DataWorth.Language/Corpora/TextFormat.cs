namespace DataWorth.Language.Corpora;

/// <summary>A format of files of texts: a row of <see cref="TextFormatTable"/>.</summary>
/// <param name="Name">Its name: "json-lines".</param>
/// <param name="Summary">One line: what the files hold.</param>
/// <param name="Extensions">Extensions of files that are read so unless the options say otherwise: ".jsonl".</param>
/// <param name="Read">Reads a file, one document at a time; given its path, the beginning of ids, and the options.</param>
public sealed record TextFormat(
    string Name,
    string Summary,
    IReadOnlyList<string> Extensions,
    Func<string, string, TextDataOptions, IEnumerable<TextDocument>> Read
);
