namespace DataWorth.Models.Data.Sources;

/// <summary>A form that data can have; a row of <see cref="DataFormatTable"/>.</summary>
public sealed record DataFormat
{
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it is, in a line.</param>
    /// <param name="recognizes">Whether a file or folder has this form.</param>
    /// <param name="openAsync">Reads the data.</param>
    /// <param name="hasImages">Whether its rows are images and not those of a table.</param>
    internal DataFormat(
        string name,
        string summary,
        Func<string, bool> recognizes,
        Func<DataRequest, Task<DataContent>> openAsync,
        bool hasImages = false
    ) => (Name, Summary, Recognizes, OpenAsync, HasImages) = (name, summary, recognizes, openAsync, hasImages);

    /// <summary>Its name, as <see cref="DataOptions.Format"/> gives it.</summary>
    public string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public string Summary { get; }

    /// <summary>Whether its rows are images; else they are those of a table.</summary>
    public bool HasImages { get; }

    /// <summary>Whether a file or folder has this form.</summary>
    internal Func<string, bool> Recognizes { get; }

    /// <summary>Reads the data.</summary>
    internal Func<DataRequest, Task<DataContent>> OpenAsync { get; }
}
