using DataWorth.Configuration;

namespace DataWorth.Cli.Commands.Help;

/// <summary>The options of one method, network or layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Options">Its options.</param>
internal sealed record OptionSection(string Name, string Summary, IReadOnlyList<OptionDescription> Options);
