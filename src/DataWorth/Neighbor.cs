namespace DataWorth;

/// <summary>One training example near the top or the bottom of a query's ranking.</summary>
public sealed class Neighbor
{
    /// <summary>The query.</summary>
    public string QueryId { get; set; } = "";

    /// <summary>"Proponent" (largest scores) or "Opponent" (smallest).</summary>
    public string Side { get; set; } = "";

    /// <summary>1 for the strongest.</summary>
    public int Rank { get; set; }

    /// <summary>The training example.</summary>
    public string ExampleId { get; set; } = "";

    /// <summary>Its score.</summary>
    public float Score { get; set; }
}
