namespace DataWorth.Models.Data.Sources;

/// <summary>What was found in a column, and what it is used as.</summary>
/// <param name="Name">Its name; of images 'pixels' and 'class'.</param>
/// <param name="Type">What its cells are, such as 'numbers' or 'texts, 3 values'.</param>
/// <param name="Use">'label', 'id', 'feature', 'features (one of 3)' or 'left out'.</param>
/// <param name="Reason">Why it is used so.</param>
/// <param name="First">Its first cells, at most five; empty ones are ''.</param>
public sealed record ColumnDescription(string Name, string Type, string Use, string Reason, IReadOnlyList<string> First);
