namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A training example.</summary>
public sealed record ReportExample
{
    /// <summary>Its identity in the training view.</summary>
    public required string Id { get; init; }

    /// <summary>What a person sees of it. Default nothing but the id.</summary>
    public ExampleContent Content { get; init; } = ExampleContent.None;

    /// <summary>The name of the class it was trained with; null where there are no classes.</summary>
    public string? Label { get; init; }

    /// <summary>The name of its real class where that is known, as after flipping labels on purpose. Default null: unknown.</summary>
    public string? TrueLabel { get; init; }

    /// <summary>Whether the label is known to be wrong.</summary>
    public bool IsFlipped => TrueLabel is not null && TrueLabel != Label;
}
