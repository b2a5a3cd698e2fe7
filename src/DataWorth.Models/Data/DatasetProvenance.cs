namespace DataWorth.Models.Data;

/// <summary>Where a data set comes from.</summary>
/// <param name="Source">What it is and who made it, in a few words.</param>
/// <param name="Licence">The licence of the data.</param>
/// <param name="Files">The files that were read, or the seed of generated data.</param>
/// <param name="IsGenerated">Whether the data are made by a program and not collected.</param>
public sealed record DatasetProvenance(string Source, string Licence, IReadOnlyList<string> Files, bool IsGenerated = false);
