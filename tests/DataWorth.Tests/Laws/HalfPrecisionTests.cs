using DataWorth.Methods;

namespace DataWorth.Tests.Laws;

/// <summary>Models with 16-bit weights: operators that libtorch lacks for them on the processor are met in a wider type.</summary>
public sealed class HalfPrecisionTests
{
    public static TheoryData<string, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, ScalarType>();
            foreach (var method in MethodTable.Methods)
            {
                cases.Add(method.Name, ScalarType.BFloat16);
                cases.Add(method.Name, ScalarType.Float16);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_AreThoseOfTheWiderModel_UpToTheTypesRounding(string name, ScalarType type)
    {
        var (expected, expectedSelf) = Scores(name, ScalarType.Float32, type);
        var (actual, self) = Scores(name, type, type);

        // 8 and 11 bits in activations and gradients, amplified by the curvature; single rows (a ReLU about to close) may turn over, the
        // order may not.
        var bound = type == ScalarType.BFloat16 ? 0.9 : 0.999;
        Assert.True(Correlation(expected, actual) > bound, $"{Correlation(expected, actual):g4}");
        Assert.True(Correlation(expectedSelf, self) > bound, $"self-influence {Correlation(expectedSelf, self):g4}");
    }

    private static double Correlation(double[] first, double[] second)
    {
        var (left, right) = (first.Average(), second.Average());
        return first.Zip(second, (a, b) => (a - left) * (b - right)).Sum()
            / Math.Sqrt(first.Sum(a => (a - left) * (a - left)) * second.Sum(b => (b - right) * (b - right)));
    }

    private static (double[] Scores, double[] Self) Scores(string name, ScalarType type, ScalarType weights)
    {
        using var problem = new AttributionProblem(type);
        using (no_grad())
        {
            foreach (var parameter in problem.Classifier.Model.parameters())
            {
                parameter.copy_(parameter.to_type(weights)); // the same weights in both models
            }
        }

        using var fitted = SmallFits.Fit(problem, name);
        Assert.Equal(
            problem.Queries.Count * 6,
            problem.MLContext.Data.CreateEnumerable<Neighbor>(fitted.TopK(3), reuseRowObject: false).Count()
        );
        return (
            SmallFits.Scores(fitted, problem),
            [
                .. problem
                    .MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false)
                    .Select(row => (double)row.SelfInfluence),
            ]
        );
    }
}
