using DataWorth.Methods;
using DataWorth.Methods.Lorif;

namespace DataWorth.Tests.Methods;

/// <summary>The laws of the test kit, for every method of the table.</summary>
public sealed class MethodConformanceTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_AreAsPromised(string name) => RecipeLaws.ScoresAreAsPromised(Method(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void TopKAndSelfInfluence_AgreeWithScores(string name) =>
        // An exact Hessian away from a minimum has negative eigenvalues.
        RecipeLaws.TopKAndSelfInfluence_AgreeWithScores(Method(name), isPositive: name is not ("exact-influence" or "arnoldi"));

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondFit_IsReproducedFromTheStore(string name) => RecipeLaws.SecondFit_IsReproducedFromTheStore(Method(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void BatchSize_ChangesRoundingOnly(string name) => RecipeLaws.BatchSize_ChangesRoundingOnly(Method(name));

    [Fact]
    public void BatchSize_ChangesTheLastBitsOfFactorsInBfloat16()
    {
        // They may round the other way where a sum differs in its last bit.
        MethodFactory method = (problem, change) =>
            SmallFits.Estimator(problem, "lorif", options => change((LorifOptions)options with { Storage = "bfloat16" }));
        RecipeLaws.BatchSize_ChangesRoundingOnly(method, 1e-2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Duplicates_ScoreTheSame(string name) => RecipeLaws.Duplicates_ScoreTheSame(Method(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void AggregatedQueries_ScoreAsTheirSumAndMean(string name) =>
        // Queries whose factors leave nothing out: the best factors of a mean are not the mean of the best factors.
        RecipeLaws.AggregatedQueries_ScoreAsTheirSumAndMean(
            (problem, change) =>
                SmallFits.Estimator(
                    problem,
                    name,
                    options => change(options is LorifOptions lorif ? lorif with { QueryRank = 100 } : options)
                )
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void NewQueries_ScoreAsIfTheyHadBeenThereFromTheStart(string name) =>
        RecipeLaws.NewQueries_ScoreAsIfTheyHadBeenThereFromTheStart(Method(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void InterruptedFit_IsFinishedByRepeatingIt(string name) => RecipeLaws.InterruptedFit_IsFinishedByRepeatingIt(Method(name));

    private static MethodFactory Method(string name) => (problem, change) => SmallFits.Estimator(problem, name, change);
}
