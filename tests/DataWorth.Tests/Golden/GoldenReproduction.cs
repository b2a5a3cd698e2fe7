using DataWorth.Golden;

namespace DataWorth.Tests.Golden;

/// <summary>Every reference array that belongs to a method here is reproduced by the product's estimators. A class for each floating type,
/// so that they run side by side.</summary>
public abstract class GoldenReproduction(GoldenProblems problems, ScalarType type)
{
    public static TheoryData<string, string> Groups()
    {
        var data = new TheoryData<string, string>();
        foreach (var model in GoldenProblem.Models)
        {
            foreach (var group in GoldenCases.Of(model).Select(golden => golden.Group).Distinct())
            {
                data.Add(model, group);
            }
        }

        return data;
    }

    [GoldenTheory]
    [MemberData(nameof(Groups))]
    public void Product_ReproducesTheReference(string model, string group)
    {
        var problem = problems.Get(model, type);
        try
        {
            Assert.All(
                GoldenCases.Of(model).Where(golden => golden.Group == group),
                golden =>
                {
                    using var scope = NewDisposeScope();
                    var difference = golden.Difference(problem);
                    Assert.True(
                        difference < golden.Tolerance(type),
                        $"{model}/{golden.Array} in {type}: difference {difference:g3}, tolerance {golden.Tolerance(type):g1}"
                    );
                }
            );
        }
        finally
        {
            problem.Forget();
        }
    }
}
