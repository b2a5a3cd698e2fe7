namespace DataWorth.Models.Data.Sources;

/// <summary>What a format read: <see cref="TableContent"/> or <see cref="ImageContent"/>.</summary>
internal abstract record DataContent;
