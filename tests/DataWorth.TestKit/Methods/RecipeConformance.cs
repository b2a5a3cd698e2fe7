namespace DataWorth.TestKit;

/// <summary>What every method must do, for a test class of one method to derive from; the laws are those of
/// <see cref="RecipeLaws"/>.</summary>
public abstract class RecipeConformance
{
    /// <summary>Largest difference over largest score that another batch size may make. Default 1e-6.</summary>
    protected virtual double BatchRounding => 1e-6;

    /// <summary>Whether an example's influence on itself is never negative. Default true.</summary>
    protected virtual bool HasPositiveSelfInfluence => true;

    /// <summary>Makes the estimator, with <c>change</c> applied to its options last; the store is the problem's.</summary>
    /// <param name="problem">A small problem with a task, a context and a store.</param>
    /// <param name="change">What a law changes in the options.</param>
    protected abstract AttributionEstimator Create(AttributionProblem problem, Func<AttributionOptions, AttributionOptions> change);

    [Fact]
    public void Scores_AreAsPromised() => RecipeLaws.ScoresAreAsPromised(Create);

    [Fact]
    public void TopKAndSelfInfluence_AgreeWithScores() =>
        RecipeLaws.TopKAndSelfInfluence_AgreeWithScores(Create, HasPositiveSelfInfluence);

    [Fact]
    public void SecondFit_IsReproducedFromTheStore() => RecipeLaws.SecondFit_IsReproducedFromTheStore(Create);

    [Fact]
    public void BatchSize_ChangesRoundingOnly() => RecipeLaws.BatchSize_ChangesRoundingOnly(Create, BatchRounding);

    [Fact]
    public void Duplicates_ScoreTheSame() => RecipeLaws.Duplicates_ScoreTheSame(Create);

    [Fact]
    public void AggregatedQueries_ScoreAsTheirSumAndMean() => RecipeLaws.AggregatedQueries_ScoreAsTheirSumAndMean(Create);

    [Fact]
    public void NewQueries_ScoreAsIfTheyHadBeenThereFromTheStart() =>
        RecipeLaws.NewQueries_ScoreAsIfTheyHadBeenThereFromTheStart(Create);

    [Fact]
    public void InterruptedFit_IsFinishedByRepeatingIt() => RecipeLaws.InterruptedFit_IsFinishedByRepeatingIt(Create);
}
