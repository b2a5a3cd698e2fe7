namespace DataWorth.Models.Data.Sources;

/// <summary>A form that data can have; a row of <see cref="DataFormatTable"/>.</summary>
public sealed record DataFormat
{
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it is, in a line.</param>
    /// <param name="recognizes">Whether a file or folder has this form.</param>
    /// <param name="openAsync">Reads the data.</param>
    internal DataFormat(string name, string summary, Func<string, bool> recognizes, Func<DataRequest, Task<DataContent>> openAsync) =>
        (Name, Summary, Recognizes, OpenAsync) = (name, summary, recognizes, openAsync);

    /// <summary>Its name, as <see cref="DataOptions.Format"/> gives it.</summary>
    public string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public string Summary { get; }

    /// <summary>Whether a file or folder has this form.</summary>
    internal Func<string, bool> Recognizes { get; }

    /// <summary>Reads the data.</summary>
    internal Func<DataRequest, Task<DataContent>> OpenAsync { get; }
}
