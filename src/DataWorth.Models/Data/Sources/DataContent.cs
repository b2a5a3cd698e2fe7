namespace DataWorth.Models.Data.Sources;

/// <summary>What a format read: <see cref="TableContent"/> or <see cref="ImageContent"/>.</summary>
internal abstract record DataContent
{
    /// <summary>What was done with the data that their owner may not expect, a sentence each.</summary>
    internal IReadOnlyList<string> Notices { get; init; } = [];
}
