using DataWorth.Artifacts;
using DataWorth.Gradients;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Language.Tests.Networks;
using DataWorth.Methods;
using DataWorth.Models.Networks;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests;

/// <summary>Tokens whose share of the gradient is long are scaled down, by a rule that a loop can follow.</summary>
public sealed class TokenClippingTests
{
    private const string Tokens = "Tokens";

    public static TheoryData<string> Names => FamilySamples.Names;

    // G = sum_t min(1, tau / n_t) g_t a_t^T, one text at a time and one position after the other.
    [Theory]
    [MemberData(nameof(Names))]
    public void ClippedGradients_OfAPaddedBatch_EqualALoopOverTokens(string name)
    {
        using var model = Model(name);
        LanguageModelingTask task = new(model, Tokens);
        var modules = TrackedModules.Select(model, new());
        long[][] texts =
        [
            [3, 1, 4, 1, 5, 9, 2],
            [6, 5, 3, 5],
            [7, 7, 2, 1, 4, 3],
        ];
        foreach (var clipping in new[] { TokenClipping.Quantile(0.5), TokenClipping.Quantile(0.2), TokenClipping.Absolute(0.05) })
        {
            using var scope = NewDisposeScope();
            GradientCollector collector = new(task, modules) { Clipping = clipping };
            var found = collector.Collect(Batch(texts)).ToDictionary(block => block.Shape.Name, block => block.Materialize());
            for (var row = 0; row < texts.Length; row++)
            {
                var expected = Loop(task, modules, texts[row], clipping);
                Assert.Equal(modules.Layout.Blocks.Select(block => block.Name), expected.Keys);
                foreach (var (block, values) in expected)
                {
                    Assert.Equal(values.Length, found[block][row].NumberOfElements);
                    var numbers = found[block][row].contiguous().data<double>().ToArray();
                    Assert.True(
                        values.Zip(numbers, (a, b) => Math.Abs(a - b)).Max() < 1e-10 * (1e-3 + values.Max(Math.Abs)),
                        $"{block} {row}"
                    );
                }
            }
        }
    }

    // With norms, tables and biases too.
    [Theory]
    [MemberData(nameof(Names))]
    public void NoShareOfAToken_IsLongerThanTheLimit_AndSharesAddUp(string name)
    {
        using var model = Model(name);
        LanguageModelingTask task = new(model, Tokens);
        var modules = TrackedModules.Select(model, ModuleSelection.AllParameters);
        using var scope = NewDisposeScope();
        var batch = Batch([
            [3, 1, 4, 1, 5, 9, 2, 6],
        ]);
        var free = Lengths(new(task, modules), batch);
        const double Limit = 0.01;
        GradientCollector collector = new(task, modules) { Clipping = TokenClipping.Absolute(Limit) };
        var clipped = Lengths(collector, batch);
        Assert.Contains(free, length => length > 2 * Limit);
        // A table that is its own head has one block of two uses, which are measured apart: their sum is at most as long as both.
        var isTied = modules.Layout.Blocks.Count < modules.Modules.Count;
        Assert.All(clipped, length => Assert.InRange(length, 0, Limit * (isTied ? Math.Sqrt(2) : 1) * (1 + 1e-9)));
        var whole = collector.Collect(batch);
        foreach (var (block, shares) in whole.Zip(collector.CollectPositions(batch)))
        {
            var sum = shares.Materialize().sum(0L);
            Assert.True((sum - block.Materialize()[0]).abs().max().item<double>() < 1e-12, block.Shape.Name);
        }

        var loose = new GradientCollector(task, modules) { Clipping = TokenClipping.Absolute(1e9) }.Collect(batch);
        foreach (var (block, other) in new GradientCollector(task, modules).Collect(batch).Zip(loose))
        {
            Assert.Equal(0, (block.Materialize() - other.Materialize()).abs().max().item<double>());
        }
    }

    [Theory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    [InlineData("trak")]
    public void Clipping_IsPartOfAFit_ItsQueriesAndItsTokens(string method)
    {
        using var model = Model(FamilySamples.All[0].Name);
        model.to(ScalarType.Float32);
        MLContext mlContext = new(seed: 0);
        using MemoryArtifactStore store = new();
        var train = mlContext.Data.LoadFromEnumerable(Blocks(8, 1));
        var queries = mlContext.Data.LoadFromEnumerable(Blocks(2, 2));
        double[][] scores = [.. new TokenClipping?[] { null, TokenClipping.Quantile(0.5), TokenClipping.Absolute(0.02) }.Select(Scores)];
        Assert.True(
            Distance(scores[0], scores[1]) > 1e-3 && Distance(scores[0], scores[2]) > 1e-3 && Distance(scores[1], scores[2]) > 1e-3
        );

        double[] Scores(TokenClipping? clipping)
        {
            var row = MethodTable.Get(method);
            LanguageModelingTask task = new(model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
            var name = $"fit {clipping}";
            var options = row.DefaultOptions() with { Store = store, ClipTokens = clipping, Name = name };
            options = options is Methods.Lorif.LorifOptions lorif
                ? lorif with
                {
                    FactorRank = 16,
                    QueryRank = 16,
                    Storage = "float32",
                }
                : options;
            options = options is Methods.Trak.TrakOptions trak ? trak with { Dimension = 16 } : options;
            using (row.Create(mlContext, task, options).Fit(train)) { }

            using var fit = mlContext.Attribution.Load(store, name, task, train);
            Assert.Equal(clipping, fit.Options.ClipTokens);
            using var asked = fit.WithQueries(queries);
            var found = asked.Transform(train).GetColumn<VBuffer<float>>("Score").SelectMany(values => values.DenseValues()).ToArray();
            if (method is "trak")
            {
                return [.. found.Select(score => (double)score)];
            }

            var shares = asked
                .ScorePositions(train)
                .SelectMany(one => one.Scores.Select(tokens => tokens.Sum(share => (double)share)))
                .ToArray();
            Assert.True(Distance(shares, [.. found.Select(score => (double)score)]) < 1e-3);
            return shares;
        }

        static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / a.Max(Math.Abs);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(double.NaN, true)]
    public void WhatIsNoQuantileOrLength_IsRefused(double value, bool isQuantile) =>
        Assert.Contains(
            "ClipTokens",
            Assert.ThrowsAny<ArgumentException>(() => new TokenClipping(value, isQuantile)).Message,
            StringComparison.Ordinal
        );

    private static double[] Lengths(GradientCollector collector, ExampleBatch batch) =>
        collector
            .CollectPositions(batch)
            .Select(block => block.WeightedSquares(null))
            .Aggregate((sum, squares) => sum + squares)
            .sqrt()
            .data<double>()
            .ToArray();

    private static Dictionary<string, double[]> Loop(AttributionTask task, TrackedModules modules, long[] text, TokenClipping clipping)
    {
        List<(TrackedModule Module, Tensor Input, Tensor Output)> seen = [];
        List<Action> hooks = [];
        foreach (var module in modules.Modules)
        {
            var hook = module.Module.register_forward_hook(
                (_, input, output) =>
                {
                    var kept = output.alias().DetachFromDisposeScope();
                    kept.retain_grad();
                    seen.Add((module, input.alias().DetachFromDisposeScope(), kept));
                    return kept.alias();
                }
            );
            hooks.Add(hook.remove);
        }

        var batch = Batch([text]);
        task.Loss(task.Forward(batch), batch).sum().backward();
        hooks.ForEach(remove => remove());
        var lengths = new double[text.Length];
        foreach (var (_, input, output) in seen)
        {
            for (var t = 0; t < text.Length; t++)
            {
                lengths[t] += Square(input[0][t]) * Square(output.grad![0][t]);
            }
        }

        lengths = [.. lengths.Select(Math.Sqrt)];
        double[] own = [.. lengths.Where(length => length > 0).Order()];
        var limit = clipping.IsQuantile
            ? own.First(length => own.Count(other => other <= length) >= clipping.Value * own.Length)
            : clipping.Value;
        Dictionary<string, double[]> sums = [];
        foreach (var (module, input, output) in seen)
        {
            var (a, g) = (Rows(input), Rows(output.grad!));
            var name = modules.Layout.Blocks[modules.FirstBlock(module)].Name;
            if (!sums.TryGetValue(name, out var sum))
            {
                sums[name] = sum = new double[a[0].Length * g[0].Length];
            }

            for (var t = 0; t < text.Length; t++)
            {
                var factor = lengths[t] > limit ? limit / lengths[t] : 1;
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += factor * g[t][i / a[t].Length] * a[t][i % a[t].Length];
                }
            }
        }

        task.Model.zero_grad();
        return modules.Layout.Blocks.ToDictionary(block => block.Name, block => sums[block.Name]);

        static double Square(Tensor values) => values.detach().square().sum().item<double>();

        static double[][] Rows(Tensor values) =>
            [.. Enumerable.Range(0, (int)values.shape[1]).Select(t => values[0][t].detach().contiguous().data<double>().ToArray())];
    }

    private static LanguageModel Model(string name)
    {
        var model = FamilySamples.Of(name).Create(ScalarType.Float64);
        SeededInitialization.Apply(model, 3);
        model.eval();
        return model;
    }

    // Padded with a token of its own.
    private static ExampleBatch Batch(long[][] texts)
    {
        var length = texts.Max(text => text.Length);
        return new(
            [.. texts.Select((_, row) => $"text-{row}")],
            new Dictionary<string, Tensor>
            {
                [Tokens] = tensor(
                    [.. texts.SelectMany(text => text.Concat(Enumerable.Repeat(8L, length - text.Length)))],
                    [texts.Length, length]
                ),
                [Tokens + BatchColumn.MaskSuffix] = tensor(
                    [.. texts.SelectMany(text => Enumerable.Range(0, length).Select(place => place < text.Length ? 1f : 0f))],
                    [texts.Length, length]
                ),
            }
        );
    }

    private static TokenBlock[] Blocks(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(row =>
                {
                    int[] tokens = [.. Enumerable.Range(0, 5 + (row % 3)).Select(_ => random.Next(10))];
                    return new TokenBlock
                    {
                        Id = $"{seed}-{row}",
                        InputIds = tokens,
                        Counts = [.. tokens.Select(_ => true)],
                    };
                }),
        ];
    }
}
