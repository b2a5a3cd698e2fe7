namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Everything that a quickstart run is given.</summary>
internal sealed record QuickstartSettings
{
    /// <summary>What is computed.</summary>
    public required QuickstartDefinition Pipeline { get; init; }

    /// <summary>The folder that holds the data, or null to search.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Whether a person named the data set: then no other is used in its place.</summary>
    public required bool IsDataSetNamed { get; init; }

    /// <summary>How many of the training images are described as suspects, at most; null for all.</summary>
    public required int? SuspectCount { get; init; }

    /// <summary>The address of the store where gradients are kept.</summary>
    public required string Store { get; init; }

    /// <summary>What was typed, for the report.</summary>
    public required string CommandLine { get; init; }
}
