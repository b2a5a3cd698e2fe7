namespace DataWorth.Configuration;

/// <summary>An option as help and documentation list it.</summary>
/// <param name="Name">Its name in files, with dots for members of nested records: "modules.include".</param>
/// <param name="Expected">What a value can be, such as "a whole number, at least 1".</param>
/// <param name="Default">Its default as text; "null" for none.</param>
/// <param name="Sentence">What it does.</param>
public sealed record OptionDescription(string Name, string Expected, string Default, string Sentence);
