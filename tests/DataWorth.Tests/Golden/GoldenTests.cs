using DataWorth.Golden;

namespace DataWorth.Tests.Golden;

/// <summary>The reference arrays are all accounted for, and are what they are said to be.</summary>
public sealed class GoldenTests(GoldenProblems problems) : IClassFixture<GoldenProblems>
{
    public static TheoryData<string> Models() => [.. GoldenProblem.Models];

    [GoldenTheory]
    [MemberData(nameof(Models))]
    public void EveryReferenceArray_IsReproducedOrNamedWithTheReason(string model)
    {
        var covered = GoldenCases.Of(model).Select(golden => golden.Array).ToHashSet();
        var arrays = problems
            .Get(model, ScalarType.Float64)
            .File.Names.Where(name => name.StartsWith("ref64/", StringComparison.Ordinal))
            .Select(name => name[6..])
            .ToList();
        Assert.All(
            arrays,
            array =>
                Assert.True(
                    covered.Contains(array)
                        || GoldenCases.Foreign.ContainsKey(array)
                        || GoldenCases.Undetermined.ContainsKey($"{model}/{array}"),
                    array
                )
        );
        Assert.Empty(covered.Except(arrays));
    }

    [GoldenTheory]
    [InlineData(ScalarType.Float64)]
    public void KeyBiases_HaveNoGradient_SoThatTheirRelativeDampingIsRounding(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var problem = problems.Get("gpt", type);
        foreach (
            var (name, parameter) in problem
                .Model.named_parameters()
                .Where(entry => entry.name.EndsWith(".k.bias", StringComparison.Ordinal))
        )
        {
            var tokens = problem.File.Read("data/train_tokens").to_type(ScalarType.Int64);
            var logits = ((nn.Module<Tensor, Tensor>)problem.Model).call(tokens).narrow(1, 0, 24);
            var loss = nn.functional.cross_entropy(
                logits.reshape(-1, 64),
                tokens.narrow(1, 1, 24).reshape(-1),
                reduction: nn.Reduction.Sum
            );
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
