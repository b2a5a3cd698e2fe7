using DataWorth.Evaluation.Lds;

namespace DataWorth.Evaluation.Results;

/// <summary>One method with its options: a row of the comparison.</summary>
public sealed record MethodResult
{
    /// <summary>Name for people, unique.</summary>
    public required string Label { get; init; }

    /// <summary>Name in the method table.</summary>
    public required string Method { get; init; }

    /// <summary>The options that the evaluation file sets.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Every option, defaults too.</summary>
    public required IReadOnlyDictionary<string, string> AllOptions { get; init; }

    /// <summary>Number of models whose scores are averaged.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>Linear datamodeling score against minus the loss.</summary>
    public required LdsScore Loss { get; init; }

    /// <summary>Linear datamodeling score against the margin.</summary>
    public required LdsScore Margin { get; init; }

    /// <summary>Bytes in the store per training example: features, and the curvature divided by N; 0 for methods that keep neither.</summary>
    public required double BytesPerExample { get; init; }

    /// <summary>Bytes of the curvature in the store, however many examples there are; counted in <see cref="BytesPerExample"/> too.</summary>
    public double CurvatureBytes { get; init; }

    /// <summary>Seconds of a fit, averaged over the attributed models; variants that share gradients share the cost of the first.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>Seconds to map all queries and score all pairs, averaged over the attributed models.</summary>
    public required double QuerySeconds { get; init; }
}
