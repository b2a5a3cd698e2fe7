namespace DataWorth.Statistics;

/// <summary>What the sums of Kronecker covariances are divided by.</summary>
public enum CovarianceNormalization
{
    /// <summary>Real positions (tokens, output pixels): the default, and Kronfluence's convention.</summary>
    Positions,

    /// <summary>Examples: LogIX's convention. The same for models without positions.</summary>
    Examples,
}
