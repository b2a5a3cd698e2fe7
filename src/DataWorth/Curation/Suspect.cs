namespace DataWorth;

/// <summary>A training example whose label may be wrong.</summary>
/// <param name="Id">The example.</param>
/// <param name="Label">Its label, the index of a class.</param>
/// <param name="SuggestedLabel">The most probable other class, by the model.</param>
/// <param name="SelfInfluence">Influence on itself: how much the model had to bend for it. What suspects are ranked by.</param>
/// <param name="Margin">log p(label) - log p(all other classes); below 0 where the model finds the label less probable than not.</param>
/// <param name="Duplicates">Ids of examples with nearly the same features and another label, nearest first.</param>
public sealed record Suspect(
    string Id,
    long Label,
    long SuggestedLabel,
    float SelfInfluence,
    double Margin,
    IReadOnlyList<string> Duplicates
)
{
    /// <summary>Whether the label is the class that the model finds most probable.</summary>
    public bool IsPredicted { get; init; }
}
