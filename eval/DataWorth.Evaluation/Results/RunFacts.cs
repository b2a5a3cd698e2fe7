namespace DataWorth.Evaluation.Results;

/// <summary>How a result came about.</summary>
public sealed record RunFacts
{
    /// <summary>The command, to be typed again; null if it was called from a program.</summary>
    public string? Command { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Program { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string Torch { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>Number of processors.</summary>
    public required int Processors { get; init; }

    /// <summary>Memory in GiB.</summary>
    public required double MemoryGib { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>Seconds of each stage of this run; what the store already had took none.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>Retrainings that this run made.</summary>
    public required int Retrained { get; init; }

    /// <summary>Retrainings per minute while this run made them; 0 if it made none.</summary>
    public required double RetrainingsPerMinute { get; init; }
}
