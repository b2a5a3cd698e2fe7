using DataWorth.Curvature;
using DataWorth.Methods;
using DataWorth.Methods.Lorif;
using DataWorth.TestSupport;

namespace DataWorth.Tests.Methods;

/// <summary>The contract that every method of the table keeps.</summary>
public sealed class MethodTableTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Method_SchemaAndScoresAreAsPromised(string name)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var fitted = Fit(problem, name);
        var promised = fitted.GetOutputSchema(problem.TrainView.Schema);
        var scored = fitted.Transform(problem.TrainView);
        Assert.Equal(promised.Select(c => (c.Name, c.Type.ToString())), scored.Schema.Select(c => (c.Name, c.Type.ToString())));
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        Assert.Equal(problem.Train.Count, scores.Length);
        Assert.All(scores, row => Assert.All(row, score => Assert.True(double.IsFinite(score))));
        Assert.Equal(scores, AttributionProblem.Scores(fitted, problem.TrainView));
        Assert.Equal(name is "lorif" ? "lorif" : name, fitted.Summary.Method);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Method_TopKAndSelfInfluenceAgreeWithScores(string name)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var fitted = Fit(problem, name);
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        var top = problem.MLContext.Data.CreateEnumerable<Neighbor>(fitted.TopK(1), false).ToList();
        for (var query = 0; query < problem.Queries.Count; query++)
        {
            // Chunks differ from batches, so that float32 products may differ in their last bits.
            var bound = 1e-5 * scores.Max(row => Math.Abs(row[query]));
            Assert.Equal(
                scores.Max(row => row[query]),
                top.Single(n => n.QueryId == $"query-{query}" && n.Side == "Proponent").Score,
                bound
            );
            Assert.Equal(
                scores.Min(row => row[query]),
                top.Single(n => n.QueryId == $"query-{query}" && n.Side == "Opponent").Score,
                bound
            );
        }

        var self = problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).ToList();
        Assert.Equal(problem.Train.Select(row => row.Id), self.Select(row => row.Id));
        // An exact Hessian away from a minimum has negative eigenvalues.
        Assert.All(self, row => Assert.True(row.SelfInfluence >= 0 || name is "exact-influence" or "arnoldi"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Method_IsReproducedFromTheStoreAndDoesNotDependOnBatchSize(string name)
    {
        using var problem = new AttributionProblem();
        using var first = Fit(problem, name);
        using var again = Fit(problem, name);
        var scores = AttributionProblem.Scores(first, problem.TrainView);
        Assert.Equal(scores, AttributionProblem.Scores(again, problem.TrainView));
        using var other = new AttributionProblem();
        using var small = Fit(other, name, ("batch-size", "7"));
        var expected = scores.SelectMany(row => row).ToArray();
        // float64 inside; bfloat16 factors may round the other way where a sum differs in its last bit.
        var bound = name == "lorif" ? 1e-2 : 1e-6;
        Assert.True(
            Numbers.RelativeToMaximum(expected, [.. AttributionProblem.Scores(small, other.TrainView).SelectMany(row => row)]) < bound
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Method_MissingColumn_IsRefused(string name)
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, name);
        var wrong = problem.MLContext.Data.LoadFromEnumerable(new[] { new { Id = "a", Features = new float[3] } });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Transform(wrong));
        Assert.Contains("column 'Label'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownMethod_SuggestsTheClosest()
    {
        var error = Assert.Throws<ArgumentException>(() => MethodTable.Get("lorf"));
        Assert.StartsWith(
            "There is no method 'lorf'. Did you mean 'lorif'? Methods: gradient-dot, ",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Options_BindByName()
    {
        var options = (LorifOptions)
            OptionsBinder.Bind(
                new LorifOptions(),
                new Dictionary<string, string>
                {
                    ["factor-rank"] = "3",
                    ["damping"] = "absolute:0.5",
                    ["damping-rule"] = "tail-corrected",
                    ["modules.include"] = "fc*",
                    ["storage"] = "float32",
                }
            );
        Assert.Equal(
            (3, Damping.Absolute(0.5), SubspaceDamping.TailCorrected, "fc*", ScalarType.Float32),
            (options.FactorRank, options.Damping, options.DampingRule, options.Modules.Include, options.Storage)
        );
        var unknown = Assert.Throws<ArgumentException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["factor_rank"] = "1" })
        );
        Assert.StartsWith(
            "There is no option 'factor_rank'. Did you mean 'factor-rank'? Options: aggregation, ",
            unknown.Message,
            StringComparison.Ordinal
        );
        var text = Assert.Throws<ArgumentException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["rank"] = "many" })
        );
        Assert.Equal("Option 'rank' is 'many', expected Int32.", text.Message);
        var range = Assert.Throws<ArgumentOutOfRangeException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["rank"] = "0" })
        );
        Assert.StartsWith("Rank should be at least 1, got 0.", range.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_DescribeGivesBackWhatBindTakes()
    {
        foreach (var method in MethodTable.Methods)
        {
            var described = OptionsBinder.Describe(method.DefaultOptions());
            Assert.Equal(described, OptionsBinder.Describe(OptionsBinder.Bind(method.DefaultOptions(), described)));
        }
    }

    private static AttributionTransformer Fit(AttributionProblem problem, string name, params (string Name, string Value)[] options)
    {
        var method = MethodTable.Get(name);
        var values = options.ToDictionary(o => o.Name, o => o.Value);
        foreach (var (option, value) in new[] { ("rank", "4"), ("dimension", "20"), ("subspace", "6"), ("iterations", "12") })
        {
            if (OptionsBinder.Describe(method.DefaultOptions()).ContainsKey(option))
            {
                values.TryAdd(option, value);
            }
        }

        var bound = OptionsBinder.Bind(method.DefaultOptions(), values) with { Store = problem.Store };
        return method.Create(problem.MLContext, problem.Classifier.Task, bound).Fit(problem.TrainView).WithQueries(problem.QueryView);
    }
}
