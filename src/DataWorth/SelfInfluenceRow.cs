namespace DataWorth;

/// <summary>The self-influence of one training example.</summary>
public sealed class SelfInfluenceRow
{
    /// <summary>The training example.</summary>
    public string Id { get; set; } = "";

    /// <summary>phi^T (H + lambda I)^-1 phi, at least 0. Large for examples that the model had to memorise: mislabelled or unusual
    /// ones.</summary>
    public float SelfInfluence { get; set; }
}
