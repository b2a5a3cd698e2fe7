using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Lds;

/// <summary>How far retrainings agree with themselves.</summary>
/// <param name="HalfCorrelation">Spearman's correlation of the means of two halves of the retrainings, averaged over splits and
/// queries.</param>
/// <param name="Reliability">Correlation to be expected between the means of two full sets of retrainings: 2 r / (1 + r).</param>
/// <param name="Ceiling">Score to be expected of a prediction that is right but for the retrainings' noise: the root of the
/// reliability.</param>
/// <param name="CeilingInterval">95 % interval of the ceiling, by bootstrap over queries.</param>
public sealed record NoiseCeiling(double HalfCorrelation, double Reliability, double Ceiling, Interval CeilingInterval);
