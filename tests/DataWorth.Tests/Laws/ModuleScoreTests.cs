using System.Runtime.CompilerServices;
using DataWorth.Gradients;
using DataWorth.Methods;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Laws;

/// <summary>Scores per module: their sum is the total, and within a group they are those of a fit that tracks the group alone.</summary>
public sealed class ModuleScoreTests
{
    private const double Single = 4e-7; // scores leave as float32, a sum of three of them

    public static TheoryData<string> Separable =>
        [.. MethodTable.Methods.Select(method => method.Name).Except(["trak", "representation-similarity"])];

    [Theory]
    [MemberData(nameof(Separable))]
    public void SumOverModules_IsTheTotal(string name)
    {
        using var problem = new AttributionProblem();
        using var fitted = SmallFits.Fit(problem, name, options => options with { ModuleScores = "each" });
        var columns = fitted
            .Transform(problem.TrainView)
            .Schema.Where(column => column.Name.StartsWith("Score.", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(["Score.fc1", "Score.fc2", "Score.fc3"], columns.Select(column => column.Name));
        Assert.Equal(fitted.QueryIds, SlotNames(columns[1]));
        var parts = columns.Select(column => Column(fitted, problem, column.Name)).ToList();
        var total = Column(fitted, problem, "Score");
        Assert.True(Numbers.RelativeToMaximum(total, [.. total.Select((_, i) => parts.Sum(part => part[i]))]) < Single);
        Assert.All(parts, part => Assert.Contains(part, value => value != 0));
    }

    [Theory]
    [InlineData("logra", ScoreRule.Relatif)]
    [InlineData("logra", ScoreRule.L2)]
    [InlineData("lorif", ScoreRule.Relatif)]
    [InlineData("ekfac", ScoreRule.Cosine)]
    [InlineData("gradient-dot", ScoreRule.Cosine)]
    public void GroupScores_AreThoseOfAFitOfTheGroup(string name, ScoreRule rule)
    {
        using var problem = new AttributionProblem();
        using var grouped = SmallFits.Fit(
            problem,
            name,
            options => options with { Score = rule, ModuleScores = "ends=fc1,fc3; middle=fc2" }
        );
        using var alone = SmallFits.Fit(
            problem,
            name,
            options => options with { Score = rule, Modules = options.Modules with { Exclude = "fc2" } }
        );
        Assert.True(Numbers.RelativeToMaximum(Column(alone, problem, "Score"), Column(grouped, problem, "Score.ends")) < Single);
    }

    [Fact]
    public void UnseenRows_HaveModuleScoresToo()
    {
        using var problem = new AttributionProblem();
        using var fitted = SmallFits.Fit(
            problem,
            "logra",
            options => options with { ModuleScores = "first=fc1", SelfInfluenceColumn = "Self" }
        );
        var scored = fitted.Transform(problem.QueryView);
        Assert.Equal(["Score", "Score.first", "Self"], scored.Schema.Select(column => column.Name).TakeLast(3));
        Assert.Equal(problem.Queries.Count, scored.GetColumn<float[]>("Score.first").Count());
        Assert.Equal(problem.Queries.Count, scored.GetColumn<float>("Self").Count(value => value > 0));
    }

    [Fact]
    public void EstimatorsShape_PromisesTheColumns()
    {
        using var problem = new AttributionProblem();
        var estimator = SmallFits.Estimator(problem, "ekfac", options => options with { ModuleScores = "each" });
        var shape = estimator.GetOutputSchema(
            new SchemaShape(
                problem.TrainView.Schema.Select(column =>
                    New(
                        column.Name,
                        column.Type is VectorDataViewType ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.Scalar,
                        column.Type is VectorDataViewType vector ? vector.ItemType : column.Type,
                        false,
                        null
                    )
                )
            )
        );
        Assert.Equal(["Id", "Features", "Label", "SelfInfluence"], shape.Select(column => column.Name));
    }

    [Theory]
    [InlineData("trak", "its projection mixes the gradients of all modules")]
    [InlineData("representation-similarity", "its feature is one hidden layer")]
    public void MethodsThatMixModules_SaySo(string name, string reason)
    {
        using var problem = new AttributionProblem();
        var error = Assert.Throws<ArgumentException>(() =>
            SmallFits.Estimator(problem, name, options => options with { ModuleScores = "each" })
        );
        Assert.Equal(
            $"Method '{name}' has no scores per module with these options: {reason}. Leave ModuleScores empty, or take another method.",
            error.Message
        );
    }

    [Fact]
    public void CoupledCurvature_HasNoSelfInfluencePerModule()
    {
        using var problem = new AttributionProblem();
        var options = new ExactInfluenceOptions { Score = ScoreRule.Relatif, ModuleScores = "each" };
        var error = Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.ExactInfluence(problem.Classifier.Task, options));
        Assert.Contains("its curvature couples the modules", error.Message, StringComparison.Ordinal);
        _ = problem.MLContext.Attribution.ExactInfluence(problem.Classifier.Task, options with { Partition = CurvaturePartition.Blocks });
    }

    private static double[] Column(AttributionTransformer fitted, AttributionProblem problem, string name) =>
        [.. fitted.Transform(problem.TrainView).GetColumn<float[]>(name).SelectMany(row => row).Select(value => (double)value)];

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column New(
        string name,
        SchemaShape.Column.VectorKind vecKind,
        DataViewType itemType,
        bool isKey,
        SchemaShape? annotations
    );

    private static IEnumerable<string> SlotNames(DataViewSchema.Column column)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.Annotations.GetValue("SlotNames", ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
