namespace DataWorth.Cli.Fits.Subjects;

/// <summary>A record whose properties are options of data on the command line.</summary>
/// <param name="Record">The record.</param>
/// <param name="Prefix">What the names of its options begin with after the dashes.</param>
internal sealed record OptionGroup(Type Record, string Prefix = "");
