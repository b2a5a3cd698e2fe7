using DataWorth.Artifacts;
using DataWorth.Cli.Progress;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Fits;

/// <summary>What a command knows when it opens fits and data.</summary>
internal sealed record FitRequest
{
    /// <summary>Finds known data sets.</summary>
    public required DataLocator Locator { get; init; }

    /// <summary>Shows downloads.</summary>
    public IProgress<DownloadProgress>? Downloads { get; init; }

    /// <summary>Shows passes over rows.</summary>
    public IProgress<AttributionProgress>? Progress { get; init; }

    /// <summary>Shows how far the reading of texts is. Default: nothing does.</summary>
    public ProgressDisplay Display { get; init; } = ProgressDisplay.None;

    /// <summary>Whether the training data are opened: their labels and pictures are shown, or they are scored again.</summary>
    public bool NeedsTraining { get; init; }

    /// <summary>Where the training data are now; null for where they were.</summary>
    public string? TrainingPath { get; init; }

    /// <summary>Where the weights are now; null for where they were.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Keeps what is learned when data and model are opened for a fit; null where a fit is asked.</summary>
    public IArtifactStore? Store { get; init; }

    /// <summary>Whether nothing is written to the store: it is only planned.</summary>
    public bool IsPlan { get; init; }

    /// <summary>Which modules have scores of their own; null for those of the fit.</summary>
    public string? ModuleScores { get; init; }

    /// <summary>What messages call options. Default: as they are typed after a command.</summary>
    public OptionNames Names { get; init; } = OptionNames.Typed;

    /// <summary>Data that are open already; null where each is opened once.</summary>
    public OpenData? Data { get; init; }

    /// <summary>Stops.</summary>
    public CancellationToken CancellationToken { get; init; }
}
