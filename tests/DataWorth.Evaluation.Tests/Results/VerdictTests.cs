using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Statistics;
using DataWorth.Evaluation.Tests.Reports;

namespace DataWorth.Evaluation.Tests.Results;

/// <summary>The sentence that a result begins with, and what warns of it.</summary>
public sealed class VerdictTests
{
    private static readonly EvaluationResult s_example = ExampleEvaluation.Create();

    [Theory]
    [InlineData(0.09, 0.03, true, "EKFAC influence is best here; the difference to LoGra (PCA) is significant.")]
    [InlineData(0.02, 0.03, false, "EKFAC influence scores highest here; the difference to LoGra (PCA) is not significant.")]
    [InlineData(0, 0, false, "EKFAC influence and LoGra (PCA) score the same here.")]
    public void TwoMethods_AreComparedByTheirPairedDifference(double difference, double width, bool isSignificant, string headline)
    {
        var verdict = Of([("ekfac", 0.5), ("logra-pca", 0.5 - difference)], difference, width).Verdict!;
        Assert.Equal(headline, verdict.Headline);
        Assert.Equal(("ekfac", "logra-pca", isSignificant), (verdict.Best, verdict.RunnerUp, verdict.IsSignificant));
        Assert.Equal(isSignificant ? [] : ["logra-pca"], verdict.NotToldApart);
        Assert.Contains("linear datamodeling score of the loss: 0.500", verdict.Details, StringComparison.Ordinal);
        Assert.Contains("paired bootstrap", verdict.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void ADifference_OverQueriesAlone_IsNotSignificant()
    {
        var result = Of([("ekfac", 0.5), ("logra", 0.4)], 0.1, 0.03);
        var one = result.Differences[0].Difference with { OverSubsets = new Interval(-0.01, 0.2) };
        Assert.False((result with { Differences = [result.Differences[0] with { Difference = one }] }).Verdict!.IsSignificant);
    }

    [Fact]
    public void TheDifference_IsFound_WhicheverWayItWasKept()
    {
        var result = Of([("logra", 0.4), ("ekfac", 0.5)], -0.1, 0.03);
        Assert.Equal(("ekfac", true), (result.Verdict!.Best, result.Verdict.IsSignificant));
        Assert.Equal(0.07, result.Verdict.Difference!.OverQueries.Low, 1e-12);
        Assert.Equal(
            "The result has no difference between the methods 'ekfac' and 'trak', expected one per pair.",
            Assert.Throws<ArgumentException>(() => result.DifferenceOf("ekfac", "trak")).Message
        );
    }

    [Fact]
    public void OneMethod_IsComparedWithNothing()
    {
        var verdict = Of([("ekfac", 0.5)], 0, 0).Verdict!;
        Assert.Equal("EKFAC influence predicts retrainings; there is no other method to compare it with.", verdict.Headline);
        Assert.Null(verdict.IsSignificant);
        Assert.Null((s_example with { Methods = [] }).Verdict);
    }

    [Fact]
    public void BestScore_ThatMayBeZero_IsNoBestMethod() =>
        Assert.Equal(
            "No method predicts the retrainings here: even the best score, EKFAC influence's, is not significantly above 0.",
            Of([("ekfac", 0.01), ("logra", -0.1)], 0.11, 0.03).Verdict!.Headline
        );

    [Fact]
    public void OwnLabels_AreUsedAsTheyAre_AndOthersThatAreNotToldApartAreCounted()
    {
        var methods = s_example.Methods.Select((method, i) => method with { Label = $"mine {i}" }).Take(4).ToList();
        var result = Of([.. methods.Select(method => (method.Label, 0.5))], 0.01, 0.03);
        Assert.Equal("mine 0 scores highest here; the differences to mine 1 and 2 others are not significant.", result.Verdict!.Headline);
    }

    [Fact]
    public void FewSubsetsOrQueries_GiveNoVerdict()
    {
        var result = Of([("ekfac", 0.5), ("logra", 0.1)], 0.4, 0.01);
        Assert.True(result.Verdict!.IsSignificant);
        foreach (
            var few in new[]
            {
                result with
                {
                    Subsets = result.Subsets with { Count = 19 },
                },
                result with
                {
                    Task = result.Task with { QueryCount = 19 },
                },
            }
        )
        {
            Assert.False(few.Verdict!.IsSignificant);
            Assert.Equal(
                "EKFAC influence scores highest here, but subsets or queries are too few to say that a method is better.",
                few.Verdict.Headline
            );
        }
    }

    [Fact]
    public void SoundResult_HasNoWarnings() => Assert.Empty(s_example.Warnings);

    [Fact]
    public void EachKindOfTooLittle_IsWarnedOf()
    {
        Warned(
            s_example with
            {
                Subsets = s_example.Subsets with { Count = 2 },
            },
            EvaluationWarnings.FewSubsets,
            "2 subsets are too few to order methods, expected at least 20: a method that knows nothing scores within ±2.00 for a query by "
                + "chance. Raise subsets.count."
        );
        Warned(s_example with { Task = s_example.Task with { QueryCount = 5 } }, EvaluationWarnings.FewQueries, "5 queries are too few");
        Warned(s_example with { Ceiling = null }, EvaluationWarnings.Noise, "Each subset was retrained once");
        Warned(
            s_example with
            {
                Ceiling = s_example.Ceiling! with { Ceiling = 0.3 },
            },
            EvaluationWarnings.Noise,
            "The noise ceiling is 0.30"
        );
        var method = s_example.Methods[0];
        Warned(
            s_example with
            {
                Methods = [method with { Loss = method.Loss with { ConstantPredictions = 7 } }, .. s_example.Methods.Skip(1)],
            },
            EvaluationWarnings.ConstantPredictions,
            "Some queries have the same prediction or measurement for all subsets; they count as 0: 7 of 1000 by ekfac."
        );
        var test = s_example.Brittleness!;
        Warned(
            s_example with
            {
                Brittleness = test with { QueryIds = [.. test.QueryIds.Take(5)] },
            },
            EvaluationWarnings.FewRemovalQueries,
            "5 queries are too few for the brittleness test, expected at least 20: if none of them flips, still up to 60 % of all may. Raise "
                + "brittleness.queries."
        );
        Warned(
            s_example with
            {
                Brittleness = test with { Retrainings = 2 },
            },
            EvaluationWarnings.FewRemovalRetrainings,
            "2 retrainings after a removal can have no majority"
        );
        var control = test.Curves[^1];
        Warned(
            s_example with
            {
                Brittleness = test with { Curves = [test.Curves[0], control with { Points = test.Curves[0].Points }] },
            },
            EvaluationWarnings.ControlNotBeaten,
            "Without 160 examples by ekfac, the loss rises no more than without as many by a control (random of the class; medians): the test "
                + "says nothing for the method here."
        );
    }

    [Fact]
    public void VerdictAndWarnings_AreInTheJson_AndFollowFromIt()
    {
        var result = s_example with { Subsets = s_example.Subsets with { Count = 6 } };
        var json = System.Text.Json.Nodes.JsonNode.Parse(ResultFiles.ToJson(result))!;
        Assert.Equal("few-subsets", (string?)json["warnings"]![0]!["kind"]);
        Assert.Equal("ekfac", (string?)json["verdict"]!["best"]);
        Assert.False((bool)json["verdict"]!["isSignificant"]!);
        Assert.Equal("test-00001", (string?)json["queries"]![1]!["id"]);
        Assert.Equal(ResultFiles.ToJson(result), ResultFiles.ToJson(ResultFiles.FromJson(ResultFiles.ToJson(result))));
    }

    private static void Warned(EvaluationResult result, string kind, string start)
    {
        var warning = Assert.Single(result.Warnings);
        Assert.Equal(kind, warning.Kind);
        Assert.StartsWith(start, warning.Message, StringComparison.Ordinal);
    }

    // Methods with the same difference between all pairs.
    private static EvaluationResult Of((string Label, double Score)[] methods, double difference, double width)
    {
        var template = s_example.Methods[0];
        LdsDifference pair = new(
            difference,
            new Interval(difference - width, difference + width),
            new Interval(difference - width, difference + width)
        );
        return s_example with
        {
            Methods =
            [
                .. methods.Select(method =>
                    template with
                    {
                        Label = method.Label,
                        Method = method.Label,
                        Loss = template.Loss with
                        {
                            Mean = method.Score,
                            OverQueries = new Interval(method.Score - 0.02, method.Score + 0.02),
                            OverSubsets = new Interval(method.Score - 0.02, method.Score + 0.02),
                        },
                    }
                ),
            ],
            Differences =
            [
                .. methods.SelectMany(
                    (left, i) => methods.Skip(i + 1).Select(right => new MethodDifference(left.Label, right.Label, pair))
                ),
            ],
        };
    }
}
