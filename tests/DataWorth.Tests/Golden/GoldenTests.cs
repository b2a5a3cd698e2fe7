using DataWorth.Golden;
using DataWorth.TestSupport;

namespace DataWorth.Tests.Golden;

/// <summary>Every reference array that belongs to a method here is reproduced by the product's estimators, in float32 and in float64.</summary>
public sealed class GoldenTests(GoldenProblems problems) : IClassFixture<GoldenProblems>
{
    public static TheoryData<string, ScalarType, string> Groups()
    {
        var data = new TheoryData<string, ScalarType, string>();
        foreach (var model in GoldenProblem.Models)
        {
            foreach (var type in new[] { ScalarType.Float64, ScalarType.Float32 })
            {
                foreach (var group in GoldenCases.Of(model).Select(golden => golden.Group).Distinct())
                    data.Add(model, type, group);
            }
        }

        return data;
    }

    public static TheoryData<string> Models() => [.. GoldenProblem.Models];

    [GoldenTheory]
    [MemberData(nameof(Groups))]
    public void Product_ReproducesTheReference(string model, ScalarType type, string group)
    {
        var problem = problems.Get(model, type);
        try
        {
            Assert.All(GoldenCases.Of(model).Where(golden => golden.Group == group), golden =>
            {
                using var scope = NewDisposeScope();
                var difference = golden.Difference(problem);
                Assert.True(difference < golden.Tolerance(type), $"{model}/{golden.Array} in {type}: difference {difference:g3}, tolerance {golden.Tolerance(type):g1}");
            });
        }
        finally
        {
            problem.Forget();
        }
    }

    [GoldenTheory]
    [MemberData(nameof(Models))]
    public void EveryReferenceArray_IsReproducedOrNamedWithTheReason(string model)
    {
        var covered = GoldenCases.Of(model).Select(golden => golden.Array).ToHashSet();
        var arrays = problems.Get(model, ScalarType.Float64).File.Names.Where(name => name.StartsWith("ref64/", StringComparison.Ordinal)).Select(name => name[6..]).ToList();
        Assert.All(arrays, array => Assert.True(
            covered.Contains(array) || GoldenCases.Foreign.ContainsKey(array) || GoldenCases.Undetermined.ContainsKey($"{model}/{array}"), array));
        Assert.Empty(covered.Except(arrays));
    }

    [GoldenTheory]
    [InlineData(ScalarType.Float64)]
    public void KeyBiases_HaveNoGradient_SoThatTheirRelativeDampingIsRounding(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var problem = problems.Get("gpt", type);
        foreach (var (name, parameter) in problem.Model.named_parameters().Where(entry => entry.name.EndsWith(".k.bias", StringComparison.Ordinal)))
        {
            var tokens = problem.File.Read("data/train_tokens").to_type(ScalarType.Int64);
            var logits = ((nn.Module<Tensor, Tensor>)problem.Model).call(tokens).narrow(1, 0, 24);
            var loss = nn.functional.cross_entropy(logits.reshape(-1, 64), tokens.narrow(1, 1, 24).reshape(-1), reduction: nn.Reduction.Sum);
            Assert.True(autograd.grad([loss], [parameter])[0].abs().max().item<double>() < 1e-12, name);
        }
    }

    [GoldenTheory]
    [InlineData("mlp")]
    [InlineData("conv")]
    public void NormalMatrices_AreThoseOfTorchsGenerator(string model)
    {
        using var scope = NewDisposeScope();
        var stored = problems.Get(model, ScalarType.Float64).File.Read("trak/normal/P");
        using var generator = new Generator(0);
        Assert.Equal(stored.ToDoubles(), randn(stored.shape, ScalarType.Float32, generator: generator).ToDoubles());
    }
}
