using DataWorth.Methods;
using DataWorth.Methods.Ekfac;
using DataWorth.Scoring;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Laws;

/// <summary>Gradients that are so short or long that their squares leave the range of float32, as those of rows that the model is sure of: an
/// angle does not depend on lengths.</summary>
public sealed class FarNumbersTests
{
    private static readonly float s_far = (float)Math.Pow(2, 70); // 1e21

    public static TheoryData<string, float, float> Cases
    {
        get
        {
            TheoryData<string, float, float> cases = [];
            foreach (var method in MethodTable.Methods.Select(method => method.Name).Except(["trak", "representation-similarity"])) // of no loss
            {
                cases.Add(method, 1 / s_far, 1 / s_far);
                cases.Add(method, 1 / s_far, 1);
                cases.Add(method, 1, s_far);
                cases.Add(method, s_far, s_far);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ScoresByAngle_AreThoseOfOrdinaryLengths(string method, float query, float row)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var fit = Fit(problem, method);
        using var ordinary = fit.WithQueries(Rows(problem, 1, isQuery: true));
        using var far = fit.WithQueries(Rows(problem, query, isQuery: true));
        Agree(Cosines(ordinary, 1), Cosines(far, row));
        if (query == 1 || row == 1)
        {
            Agree(Relatif(ordinary, 1), [.. Relatif(far, row).Select(score => score / query)]);
        }

        double[] Cosines(AttributionTransformer asked, float factor) => Scores(asked, ScoreRule.Cosine, factor);

        double[] Relatif(AttributionTransformer asked, float factor) => Scores(asked, ScoreRule.Relatif, factor);

        double[] Scores(AttributionTransformer asked, ScoreRule rule, float factor)
        {
            using var byRule = asked.WithScore(rule);
            return [.. AttributionProblem.Scores(byRule, Rows(problem, factor)).SelectMany(scores => scores)];
        }
    }

    /// <summary>The activations may be what is far.</summary>
    [Theory]
    [InlineData("gradient-dot", -70)]
    [InlineData("gradient-dot", -110)]
    [InlineData("logra", -60)]
    [InlineData("representation-similarity", -110)]
    [InlineData("representation-similarity", 80)]
    public void ScoresByAngle_DoNotDependOnTheSizeOfFeatures(string method, int exponent)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var model = nn.Sequential(("fc", nn.Linear(problem.Train[0].Features.Length, 4, hasBias: false)));
        using (no_grad())
        {
            model.parameters().Single().mul_(float.Epsilon); // all classes are as likely, whatever the features
        }

        var options = SmallFits.Options(problem, method) with { Score = ScoreRule.Cosine };
        Agree(Cosines(0), Cosines(exponent));

        double[] Cosines(int power)
        {
            using var fit = MethodTable
                .Get(method)
                .Create(problem.MLContext, new ClassificationTask(model), options)
                .Fit(View(problem.Train));
            using var asked = fit.WithQueries(View(problem.Queries));
            return [.. AttributionProblem.Scores(asked, View(problem.Train)).SelectMany(scores => scores)];

            IDataView View(List<ExampleRow> rows) =>
                ExampleRow.View(
                    problem.MLContext,
                    rows.Select(row => new ExampleRow
                    {
                        Id = row.Id,
                        Label = row.Label,
                        Features = [.. row.Features.Select(value => (float)Math.ScaleB(value, power))],
                    }),
                    rows[0].Features.Length
                );
        }
    }

    /// <summary>A row of which one module sees nothing but zeros has a gradient of zero there, and one elsewhere.</summary>
    [Theory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    public void ARowThatAModuleSeesNothingOf_HasItsOtherModules(string method)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        problem.Train[0].Features = [.. problem.Train[0].Features.Select(_ => 0f)];
        using var fit = SmallFits.Fit(problem, method);
        using var again = SmallFits.Fit(problem, method);
        Agree(SmallFits.Scores(fit, problem), SmallFits.Scores(again, problem));
    }

    /// <summary>The lengths themselves, where they are numbers of float32.</summary>
    [Fact]
    public void Products_AreThoseOfTheLengths()
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var fit = Fit(problem, "logra");
        using var ordinary = fit.WithQueries(Rows(problem, 1, isQuery: true));
        using var far = fit.WithQueries(Rows(problem, 1 / s_far, isQuery: true));
        double[] Scores(AttributionTransformer asked, float factor) =>
            [.. AttributionProblem.Scores(asked, Rows(problem, factor)).SelectMany(scores => scores)];
        Agree(Scores(ordinary, 1), Scores(far, s_far));
    }

    private static void Agree(double[] expected, double[] found) =>
        Assert.True(Numbers.RelativeToMaximum(expected, found) < 1e-5, $"{Numbers.RelativeToMaximum(expected, found):g3}");

    private static IDataView Rows(AttributionProblem problem, float factor, bool isQuery = false)
    {
        var rows = (isQuery ? problem.Queries : problem.Train).Select(row => new ScaledRow
        {
            Id = $"{row.Id} {factor}",
            Features = row.Features,
            Label = row.Label,
            Factor = factor,
        });
        var definition = SchemaDefinition.Create(typeof(ScaledRow));
        definition[nameof(ScaledRow.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            problem.Train[0].Features.Length
        );
        return problem.MLContext.Data.LoadFromEnumerable(rows.ToList(), definition);
    }

    private static AttributionTask Task(AttributionProblem problem) =>
        AttributionTask.Of(
            problem.Classifier.Model,
            [BatchColumn.Numbers("Features"), BatchColumn.Integers("Label"), BatchColumn.Numbers("Factor")],
            batch => problem.Classifier.Model.call(batch["Features"]),
            (outputs, batch) =>
                nn.functional.cross_entropy(outputs, batch["Label"], reduction: nn.Reduction.None) * batch["Factor"].view(-1)
        );

    private static AttributionTransformer Fit(AttributionProblem problem, string method)
    {
        var options = SmallFits.Options(problem, method);
        options = options is EkfacOptions ekfac ? ekfac with { EmpiricalFisher = true } : options;
        return MethodTable.Get(method).Create(problem.MLContext, Task(problem), options).Fit(Rows(problem, 1));
    }

    private sealed class ScaledRow
    {
        public string Id { get; set; } = "";

        public float[] Features { get; set; } = [];

        public int Label { get; set; }

        public float Factor { get; set; }
    }
}
