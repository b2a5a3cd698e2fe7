namespace DataWorth.Cli.Fits.Subjects;

/// <summary>What there is to say of data and model at a fit.</summary>
internal sealed record SubjectFacts
{
    /// <summary>The data, in a line.</summary>
    public required string Data { get; init; }

    /// <summary>How good the model is on its training data, in a clause.</summary>
    public required string Quality { get; init; }

    /// <summary>What the weights of a checkpoint are called.</summary>
    public const string OfCheckpoint = "weights of the checkpoint";

    /// <summary>Where weights are from that were not trained here, in a clause.</summary>
    public string Weights { get; init; } = OfCheckpoint;

    /// <summary>Shape of an example; empty where they differ.</summary>
    public IReadOnlyList<long> ItemShape { get; init; } = [];

    /// <summary>Share of the training data that the model is right on, 0 to 1; null where there are no classes.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Mean cross entropy of a token, in nats; null where there are no tokens.</summary>
    public double? TokenLoss { get; init; }

    /// <summary>What the user should know, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
