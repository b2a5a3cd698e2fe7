using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Lds;

/// <summary>Difference of two linear datamodeling scores on the same retrainings.</summary>
/// <param name="Mean">Mean over queries and models.</param>
/// <param name="OverQueries">95 % interval by bootstrap over queries.</param>
/// <param name="OverSubsets">95 % interval by bootstrap over subsets.</param>
public sealed record LdsDifference(double Mean, Interval OverQueries, Interval OverSubsets);
