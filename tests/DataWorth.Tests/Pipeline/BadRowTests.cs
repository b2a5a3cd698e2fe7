using DataWorth.Methods;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>Rows that cannot be right are named, with what was found and what is expected, by every method.</summary>
public sealed class BadRowTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void FeatureThatIsNotFinite_IsNamed(string name)
    {
        foreach (var value in new[] { float.NaN, float.PositiveInfinity })
        {
            using var problem = new AttributionProblem();
            problem.Train[41].Features[3] = value;
            var error = Assert.Throws<InvalidOperationException>(() => Use(problem, name));
            Assert.Contains("'train-41'", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void QueryThatIsNotFinite_IsNamed(string name)
    {
        using var problem = new AttributionProblem();
        problem.Queries[3].Features[2] = float.NaN;
        var error = Assert.Throws<InvalidOperationException>(() => Use(problem, name));
        Assert.Contains("'query-3'", error.Message, StringComparison.Ordinal);
    }

    // Finite, but its square is not: the advice is a type that is wider than the model's.
    [Theory]
    [InlineData("ekfac", "Covariance of 'head'")]
    [InlineData("kfac", "Covariance of 'head'")]
    [InlineData("logra-pca", "Covariance of 'head'")]
    public void FeatureThatOverflows_IsAnErrorOfTheFit_WithAWiderType(string name, string what)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        Assert.Equal(
            $"{what} has a NaN or an infinity. Check the loss, scale the features down, or use float64 gradients (float32 ones overflow).",
            FitWithALargeFeature(problem, name).Message
        );
    }

    [Theory]
    [InlineData("exact-influence")]
    [InlineData("arnoldi")]
    public void FeatureThatOverflowsInTheHessian_IsAnErrorOfTheFit_WithAWiderType(string name)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        Assert.Equal(
            "Hessian of 'all' has a NaN or an infinity: a second derivative of the loss, which may overflow where the loss and its gradient "
                + "do not (exp() of large numbers, a square root of 0). Write the loss without it, scale the features down, use a float64 "
                + "model, or take a method that needs first derivatives only.",
            FitWithALargeFeature(problem, name).Message
        );
    }

    [Fact]
    public void Arnoldi_OfALossWithoutSecondDerivatives_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var linear = nn.Linear(7, 1, dtype: ScalarType.Float64);
        var task = AttributionTask.Of(
            linear,
            [BatchColumn.Numbers("Features")],
            batch => linear.call(batch["Features"]),
            (outputs, _) => outputs.squeeze(1)
        );
        var error = Assert.Throws<InvalidOperationException>(() =>
            problem.MLContext.Attribution.Arnoldi(task, new() { Store = problem.Store }).Fit(problem.TrainView)
        );
        Assert.StartsWith("The Hessian of the training loss is 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IdThatIsAMissingKey_IsNamed()
    {
        using var problem = new AttributionProblem();
        var keys = problem.MLContext.Data.LoadFromEnumerable(problem.Train.Take(50).Select(row => new KeyRow { Key = row.Id }));
        var mapped = problem
            .MLContext.Transforms.Conversion.MapValueToKey("Id", keyData: keys)
            .Fit(problem.TrainView)
            .Transform(problem.TrainView);
        var error = Assert.Throws<InvalidOperationException>(() => SmallFits.Estimator(problem, "logra", options => options).Fit(mapped));
        Assert.Contains("of row 50 is a missing key", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(-100)]
    public void LabelThatIsNoClass_IsNamed(int label)
    {
        using var problem = new AttributionProblem();
        problem.Train[41].Label = label;
        var error = Assert.Throws<InvalidOperationException>(() => Use(problem, "logra"));
        Assert.Equal(
            $"Column 'Label' of row 'train-41' is {label}, expected 0 to 3: the model has 4 outputs. Mend the label, or give the model more "
                + "outputs.",
            error.Message
        );
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(1.5)]
    public void LabelThatIsNoWholeNumber_IsNamed(double label)
    {
        using var problem = new AttributionProblem();
        var rows = problem.Train.Select((row, i) => new FloatingLabel(row.Id, row.Features, i == 41 ? label : row.Label)).ToArray();
        var error = Assert.Throws<InvalidOperationException>(() =>
            SmallFits.Estimator(problem, "logra").Fit(problem.MLContext.Data.LoadFromEnumerable(rows))
        );
        Assert.Contains("'train-41'", error.Message, StringComparison.Ordinal);
        Assert.Contains("whole number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenOutsideTheVocabulary_IsNamed()
    {
        using var problem = new AttributionProblem();
        using var model = Tokens();
        var error = Assert.Throws<InvalidOperationException>(() => FitTokens(problem, model, [1, 2, 7, 3]));
        Assert.StartsWith(
            "The model cannot be computed for row 't2' (Tokens: Int64 [1, 4], 1 to 7",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith("Compare these values with what the model and the loss expect.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfAnotherLengthThanTheModelTakes_AreNamed()
    {
        using var problem = new AttributionProblem();
        using var model = nn.Sequential(("fc1", nn.Linear(6, 4, dtype: ScalarType.Float64)));
        var error = Assert.Throws<InvalidOperationException>(() =>
            problem
                .MLContext.Attribution.Logra(new ClassificationTask(model), new() { Rank = 2, Store = problem.Store })
                .Fit(problem.TrainView)
        );
        Assert.StartsWith(
            "The model cannot be computed for row 'train-0' (Features: Float64 [1, 7]",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static void FitTokens(AttributionProblem problem, nn.Module<Tensor, Tensor> model, int[] odd)
    {
        var rows = Enumerable.Range(0, 4).Select(i => new TokenRow($"t{i}", i == 2 ? odd : [1, 2, 3, 4])).ToArray();
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens")],
            batch => model.call(batch["Tokens"]),
            (outputs, _) => outputs.square().flatten(1).sum(1)
        );
        problem
            .MLContext.Attribution.Logra(task, new() { Rank = 2, Store = problem.Store })
            .Fit(problem.MLContext.Data.LoadFromEnumerable(rows))
            .Dispose();
    }

    private static nn.Module<Tensor, Tensor> Tokens() => nn.Sequential(("table", nn.Embedding(7, 3)), ("fc", nn.Linear(3, 2)));

    private static void Use(AttributionProblem problem, string name)
    {
        using var fit = SmallFits.Estimator(problem, name).Fit(problem.TrainView);
        _ = fit.TopK(problem.QueryView, 2);
    }

    private sealed record FloatingLabel(string Id, [property: VectorType(7)] float[] Features, double Label);

    private sealed record TokenRow(string Id, [property: VectorType] int[] Tokens);

    private sealed class KeyRow
    {
        public string Key { get; set; } = "";
    }

    private static InvalidOperationException FitWithALargeFeature(AttributionProblem problem, string name)
    {
        problem.Train[41].Features[3] = 1e25f;
        using var model = nn.Sequential(("head", nn.Linear(7, 5)));
        nn.init.zeros_(model.named_parameters().First().parameter); // so that no probability is 0 or 1
        var estimator = MethodTable.Get(name).Create(problem.MLContext, new ClassificationTask(model), SmallFits.Options(problem, name));
        return Assert.Throws<InvalidOperationException>(() => estimator.Fit(problem.TrainView));
    }
}
