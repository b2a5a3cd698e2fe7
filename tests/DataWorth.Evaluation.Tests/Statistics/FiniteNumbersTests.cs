using System.Reflection;
using DataWorth.Artifacts;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Statistics;
using DataWorth.Evaluation.Tasks.GlyphsMlp;

namespace DataWorth.Evaluation.Tests.Statistics;

/// <summary>A number that is not finite sorts somewhere, and so gives a statistic that looks sound: every statistic refuses it.</summary>
public sealed class FiniteNumbersTests
{
    private static readonly string[] s_namespaces = ["Brittleness", "Checks", "Lds", "Scores", "Statistics"];

    // What takes numbers, asked with the one given number in the place that the message has to name.
    private static readonly (string Method, string Place, Action<double> Ask)[] s_statistics =
    [
        ("Spearman.AverageRanks", "values[1]", bad => Spearman.AverageRanks([1, bad, 3])),
        ("Spearman.Correlation", "left[1]", bad => Spearman.Correlation([1, bad, 3, 4, 2], [1, 2, 3, 4, 5])),
        ("Spearman.Correlation", "right[4]", bad => Spearman.Correlation([1, 2, 3, 4, 5], [1, 2, 3, 4, bad])),
        ("Bootstrap.Means", "values[2]", bad => Bootstrap.Means([1, 2, bad], Bootstrap.Resample(3, 2, 0))),
        ("Bootstrap.Median", "values[1]", bad => Bootstrap.Median([1, bad])),
        ("Bootstrap.Medians", "values[2]", bad => Bootstrap.Medians([1, 2, bad], Bootstrap.Resample(3, 2, 0))),
        ("Bootstrap.Percentile", "replicates[0]", bad => Bootstrap.Percentile([bad, 2, 3])),
        ("Bootstrap.Quantile", "sorted[1]", bad => Bootstrap.Quantile([1, bad], 0.1)),
        ("Bootstrap.Quantile", "p", bad => Bootstrap.Quantile([1, 2], bad)),
        ("MislabelDetection.Compute", "example 1", bad => MislabelDetection.Compute([1, (float)bad], [true, false])),
        ("MislabelCurve.FoundAt", "inspected", bad => MislabelDetection.Compute([1, 0], [true, false]).FoundAt(bad)),
        ("Neighbourhoods.ClassPurity", "example 2 for query 1", bad => Neighbourhoods.ClassPurity(Scores(bad), [0, 1, 0], [0, 1], 1)),
        ("Neighbourhoods.RankStability", "example 2 for query 1", bad => Neighbourhoods.RankStability([Scores(0), Scores(bad)])),
        ("Neighbourhoods.DuplicatesFirst", "example 2 for query 1", bad => Neighbourhoods.DuplicatesFirst(Scores(bad), [0, 2])),
        (
            "Neighbourhoods.DuplicatesReciprocalRank",
            "example 2 for query 1",
            bad => Neighbourhoods.DuplicatesReciprocalRank(Scores(bad), [0, 2])
        ),
        ("RemovalPlan.OfMethod", "example 2 for query 1", bad => RemovalPlan.OfMethod("a", Scores(bad), [1], 2)),
        ("RetrainedSubsets.Of", "query 1 in retraining 1 of subset 0", bad => Truth(bad)),
        ("LdsProtocol.Score", "example 2 for query 1", bad => LdsProtocol.Score(Truth(0), [(0, Scores(0)), (1, Scores(bad))])),
        ("MethodScores.Average", "example 2 for query 1", bad => MethodScores.Average([Scores(0), Scores(bad)])),
        ("LdsProtocol.Predict", "example 2 for query 1", bad => LdsProtocol.Predict(Truth(0), Scores(bad))),
    ];

    public static TheoryData<double> NotFinite => [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void EveryStatistic_RefusesANumberThatIsNotFinite_AndNamesItsPlace(double bad)
    {
        foreach (var (method, place, ask) in s_statistics)
        {
            ask(1);
            var message = Record.Exception(() => ask(bad)) is ArgumentException error ? error.Message : "no ArgumentException";
            Assert.True(message.Contains(place, StringComparison.Ordinal), $"{method} at {place}: {message}");
            Assert.Contains($"{(float)bad}", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryPublicMethodThatTakesNumbers_IsAmongThem()
    {
        var methods =
            from type in typeof(Spearman).Assembly.GetExportedTypes()
            where s_namespaces.Contains(type.Namespace!.Split('.')[^1])
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && method.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "<Clone>$")
            where method.GetParameters().Any(parameter => HoldsNumbers(parameter.ParameterType))
            select $"{type.Name}.{method.Name}";
        Assert.Equal(methods.Distinct().Order(), s_statistics.Select(statistic => statistic.Method).Distinct().Order());
    }

    [Fact]
    public void BrittlenessOfMeasurementsThatAreNotFinite_IsRefused()
    {
        using var task = GlyphsMlpTask.Create(new() { TrainCount = 20, QueryCount = 3 });
        using var store = new MemoryArtifactStore();
        var bank = new RetrainBank(store, task);
        var all = MemberSet.All(task.TrainCount);
        bank.Add(new RetrainRequest(all, 0), new QueryMeasurements([1, 1, 1], [1, 1, 1], [1, 1, 1]));
        var design = new BrittlenessDesign
        {
            Queries = 2,
            Removals = [1],
            Retrainings = 1,
        };
        var plan = new RemovalPlan(
            "method",
            [
                [3],
                [4],
            ]
        );
        bank.Add(new RetrainRequest(all.Without([3]), 0), new QueryMeasurements([1, 1, 1], [1, 1, 1], [1, 1, 1]));
        bank.Add(new RetrainRequest(all.Without([4]), 0), new QueryMeasurements([1, float.NaN, 1], [1, 1, 1], [1, 1, 1]));
        Assert.Equal(
            $"The loss of query '{task.QueryIds[1]}' in the retraining of seed 0 without 1 of 20 examples is NaN, expected a finite "
                + "number. "
                + "Lower the learning rate of the task and retrain: a model that diverged says nothing about the examples left out.",
            Assert.Throws<ArgumentException>(() => new BrittlenessProtocol(bank, design, [0]).Measure([plan], true)).Message
        );
    }

    [Fact]
    public void TheMessage_SaysWhatToDo()
    {
        Assert.Equal(
            "left[1] is NaN, expected a finite number: ranks and means of others mean nothing. Leave out the pair, or mend what made it.",
            Assert.Throws<ArgumentException>(() => Spearman.Correlation([1, double.NaN, 3, 4, 2], [1, 2, 3, 4, 5])).Message
        );
        Assert.Equal(
            "The score of example 2 for query 1 is NaN, expected a finite number. Check the loss and the damping of the method that made "
                + "it.",
            Assert.Throws<ArgumentException>(() => LdsProtocol.Predict(Truth(0), Scores(double.NaN))).Message
        );
        Assert.Equal(
            "The measurement of query 1 in retraining 1 of subset 0 is NaN, expected a finite number. Lower the learning rate of the task "
                + "and retrain.",
            Assert.Throws<ArgumentException>(() => Truth(double.NaN)).Message
        );
    }

    [Fact]
    public void DifferenceOfScoresOfOtherQueries_IsRefused()
    {
        var two = LdsProtocol.Score(Truth(0), [(0, Scores(0))]);
        var one = LdsProtocol.Score(
            RetrainedSubsets.Of(
                Truth(0).Subsets,
                new double[,]
                {
                    { 0 },
                    { 1 },
                }
            ),
            [(0, new MethodScores([1, 2, 3], 3, 1, 0, 0, 0, 0))]
        );
        Assert.Equal(
            "Found 1 queries in the other score, expected 2: one for each of the queries.",
            Assert.Throws<ArgumentException>(() => two.Minus(one)).Message
        );
    }

    [Fact]
    public void MeasurementsOfAnotherShape_AreRefused()
    {
        var subsets = Truth(0).Subsets;
        Assert.Equal(
            "Found 3 rows of measurements, expected 2: one for each of the subsets.",
            Assert.Throws<ArgumentException>(() => RetrainedSubsets.Of(subsets, new double[3, 1])).Message
        );
        Assert.Equal(
            "Found 1 queries in retraining 1, expected 2: one for each of the queries of the first.",
            Assert.Throws<ArgumentException>(() => RetrainedSubsets.Of(subsets, new double[2, 2], new double[2, 1])).Message
        );
    }

    private static bool HoldsNumbers(Type type) =>
        type == typeof(double)
        || type == typeof(float)
        || type == typeof(MethodScores)
        || (type.HasElementType && HoldsNumbers(type.GetElementType()!))
        || (type.IsGenericType && !type.IsAssignableTo(typeof(Delegate)) && type.GetGenericArguments().Any(HoldsNumbers));

    // Three examples, two queries; the number is that of example 2 for query 1.
    private static MethodScores Scores(double last) => new([1, 2, 3, 4, 5, (float)last], 3, 2, 0, 0, 0, 0);

    // Two subsets, two queries, two retrainings; the number is that of query 1 in retraining 1 of subset 0.
    private static RetrainedSubsets Truth(double number) =>
        RetrainedSubsets.Of(
            [MemberSet.Of(3, [0, 1]), MemberSet.Of(3, [1, 2])],
            new double[,]
            {
                { 1, 2 },
                { 3, 4 },
            },
            new double[,]
            {
                { 5, number },
                { 7, 8 },
            }
        );
}
