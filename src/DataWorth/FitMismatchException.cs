namespace DataWorth;

/// <summary>A fit is opened with something else than it was made with: scores would mix two models, or two data sets.</summary>
/// <param name="part">What differs.</param>
/// <param name="message">What was found and what was expected.</param>
public sealed class FitMismatchException(FitPart part, string message) : ArgumentException(message)
{
    /// <summary>What differs.</summary>
    public FitPart Part { get; } = part;

    /// <summary>How the training rows differ; null where something else does.</summary>
    public ChangedRows? Rows { get; init; }
}
