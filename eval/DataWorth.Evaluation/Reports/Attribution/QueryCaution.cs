namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>What is to be known before the scores of a query are read.</summary>
public enum QueryCaution
{
    /// <summary>The model is certain, and every score is small: little moves it.</summary>
    Certain,

    /// <summary>The model is certain, and a score is large all the same: a small gradient was divided by a small curvature.</summary>
    Overstated,

    /// <summary>A score promises more than can be: without the example the probability of what was predicted would be above 1.</summary>
    BeyondPossible,
}
