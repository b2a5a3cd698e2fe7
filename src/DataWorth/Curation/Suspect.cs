namespace DataWorth;

/// <summary>A training example whose label may be wrong.</summary>
/// <param name="Id">The example.</param>
/// <param name="Label">Its label, the index of a class.</param>
/// <param name="SuggestedLabel">The most probable other class, by the model.</param>
/// <param name="SelfInfluence">Influence on itself: how much the model had to bend for it. What suspects are ranked by.</param>
/// <param name="Margin">log p(label) - log p(all other classes); below 0 where the model finds the label less probable than not.</param>
/// <param name="Duplicates">Ids of examples with nearly the same features and another label, nearest first: no further away than
/// <see cref="NearlySame"/> of the typical distance.</param>
public sealed record Suspect(
    string Id,
    long Label,
    long SuggestedLabel,
    float SelfInfluence,
    double Margin,
    IReadOnlyList<string> Duplicates
)
{
    /// <summary>How near features are that are nearly the same: their distance is at most this part of the root mean square distance of the
    /// training examples from their mean.</summary>
    public const double NearlySame = 0.1;

    /// <summary>How many other training examples have the same self-influence, up to rounding in float32: which of them comes first means
    /// nothing.</summary>
    public int Ties { get; init; }

    /// <summary>Whether the label is the class that the model finds most probable.</summary>
    public bool IsPredicted { get; init; }
}
