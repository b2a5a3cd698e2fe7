namespace DataWorth.Evaluation.Results;

/// <summary>A query: what the attributed models make of it, and what each method says of it.</summary>
public sealed record QueryResult
{
    /// <summary>Position of the query, 0 .. Q - 1.</summary>
    public required int Position { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Mean loss of a target under the attributed models.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of its targets that the attributed models predict, their mean, from 0 to 1.</summary>
    public required double Correct { get; init; }

    /// <summary>What the first attributed model predicts; null where the task does not say.</summary>
    public QueryPrediction? Prediction { get; init; }

    /// <summary>The methods, in the order of the plan.</summary>
    public required IReadOnlyList<QueryAttribution> Methods { get; init; }

    /// <summary>Whether its proponents and opponents were kept.</summary>
    public bool IsShown() => Methods.Any(method => method.Proponents.Count + method.Opponents.Count > 0);
}
