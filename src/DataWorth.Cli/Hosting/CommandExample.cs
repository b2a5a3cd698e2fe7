namespace DataWorth.Cli.Hosting;

/// <summary>An example of a command's help.</summary>
/// <param name="CommandLine">What to type.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record CommandExample(string CommandLine, string Meaning);
