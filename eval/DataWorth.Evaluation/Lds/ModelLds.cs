using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Lds;

/// <summary>Linear datamodeling score for one attributed model.</summary>
/// <param name="Seed">Seed of the model.</param>
/// <param name="Mean">Mean over queries.</param>
/// <param name="OverQueries">95 % interval by bootstrap over queries.</param>
/// <param name="OverSubsets">95 % interval by bootstrap over subsets.</param>
public sealed record ModelLds(long Seed, double Mean, Interval OverQueries, Interval OverSubsets);
