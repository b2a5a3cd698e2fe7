namespace DataWorth.Models.Data.Sources;

/// <summary>What becomes of an empty cell of a feature column.</summary>
public enum MissingValues
{
    /// <summary>It is refused by row and column.</summary>
    Refuse,

    /// <summary>In a column of numbers it becomes the mean of the column in the data of the fit; in one of texts a category of its own.</summary>
    Fill,
}
