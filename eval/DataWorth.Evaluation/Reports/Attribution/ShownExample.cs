namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A training example that a page shows, and where.</summary>
internal sealed class ShownExample(int number, ReportExample example)
{
    /// <summary>The example.</summary>
    public ReportExample Example => example;

    /// <summary>The name of its entry in the page.</summary>
    public string Anchor { get; } = FormattableString.Invariant($"e{number}");

    /// <summary>The queries that it is a neighbour of, by their place in the page, with its score.</summary>
    public List<(int Query, double Score)> Touches { get; } = [];

    /// <summary>Its place among the suspects, from 0; null where it is none.</summary>
    public int? Suspect { get; set; }
}
