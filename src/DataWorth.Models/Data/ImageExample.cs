namespace DataWorth.Models.Data;

/// <summary>One row of an image data set, in the form that MLContext.Data.LoadFromEnumerable reads.</summary>
public sealed class ImageExample
{
    /// <summary>The stable name of the row, such as 'train-00042'.</summary>
    public string Id { get; set; } = "";

    /// <summary>The normalised pixels, C·H·W of them, row-major.</summary>
    public float[] Features { get; set; } = [];

    /// <summary>The class, 0 … classes-1.</summary>
    public int Label { get; set; }
}
