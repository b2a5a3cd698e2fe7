namespace DataWorth.TestKit;

/// <summary>Makes the estimator of a method on a small problem.</summary>
/// <param name="problem">The problem, with the task, the context and the store that the options name.</param>
/// <param name="change">What a law changes in the options; applied last.</param>
public delegate AttributionEstimator MethodFactory(AttributionProblem problem, Func<AttributionOptions, AttributionOptions> change);
