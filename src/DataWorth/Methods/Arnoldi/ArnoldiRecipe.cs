using System.Globalization;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.LinearAlgebra;
using DataWorth.Planning;
using DataWorth.Projections;
using DataWorth.Randomness;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Methods.Arnoldi;

/// <summary>Arnoldi influence = full gradient x Ritz pairs of the Hessian x nothing stored.</summary>
internal sealed class ArnoldiRecipe(ArnoldiOptions options) : Recipe(options)
{
    private const string Group = "ritz";

    public override string Method => "arnoldi";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        new TwoSidedProjectionMap(session.CreateCollector(), ProjectionSet.Identity(session.Modules.Layout));

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() => [("features", "full gradient")];

    public override IFeatureCodec? CreateCodec(FitSession session) => null;

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() =>
        options.GivenPairs is { } given
            ? [("curvature", "given Ritz pairs"), ("values", TensorHash.Of(given.Values)), ("vectors", TensorHash.Of(given.Vectors))]
            :
            [
                ("curvature", "Ritz pairs"),
                ("rank", options.Rank.ToString(CultureInfo.InvariantCulture)),
                ("iterations", options.Iterations.ToString(CultureInfo.InvariantCulture)),
                (
                    "start",
                    options.Start is { } start
                        ? "given " + TensorHash.Of(start)
                        : "seed " + options.Seed.ToString(CultureInfo.InvariantCulture)
                ),
            ];

    public override string? WhyNoModuleScores(ScoreRule rule) =>
        rule is ScoreRule.Relatif or ScoreRule.Cosine
            ? "its curvature couples the modules, so that none has a self-influence of its own (Dot or L2 would do)"
            : null;

    public override FitEstimate Estimate(FitShape shape) =>
        shape.Estimate(
            shape.Gradients,
            codec: null,
            CurvatureCost.Spectral(shape.Gradients, options.GivenPairs?.Values.shape[0] ?? options.Rank, options.Iterations)
        );

    public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state)
    {
        if (state is not null && SpectralCurvature.IsState(state))
        {
            return null;
        }

        var order = new ParameterOrder(session.Task.Model, session.Modules);
        if (options.GivenPairs is { } given)
        {
            return new FitPass(null, () => State(order, Take(given, order)));
        }

        using var scope = NewDisposeScope();
        var known = state ?? ArnoldiIteration.Begin(Start(session, order));
        var product = new HessianProduct(new LossHessian(session.Task, session.Modules, order), ArnoldiIteration.NextVector(known));
        return new FitPass(product, () =>
        {
            using var reducing = NewDisposeScope();
            var from = state ?? ArnoldiIteration.Begin(Start(session, order));
            var (pairs, next) = ArnoldiIteration.Continue(from, product.Mean(), options.Iterations, options.Rank);
            return pairs is null
                ? next.ToDictionary(entry => entry.Key, entry => entry.Value.DetachFromDisposeScope())
                : State(order, Known(pairs, session.Type));
        });
    }

    public override int CurvaturePasses => options.GivenPairs is null ? options.Iterations : 1;

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new SpectralCurvature(layout, state, dropsRest: true, options.GivenPairs is null ? null : ScalarType.Float64);

    // Products of float32 gradients know no smaller values; their inverses would be noise.
    private static RitzPairs Known(RitzPairs pairs, ScalarType type)
    {
        using (pairs)
        {
            SmallNumbers.Refuse(pairs.Values, "Hessian", "all", type);
            var smallest = pairs.Values.abs().max() * SpectralCurvature.Rounding(type);
            var known = pairs.Values.abs().gt(smallest).nonzero().flatten();
            if (known.NumberOfElements == 0)
            {
                Throw.NoSecondDerivatives();
            }

            return new(
                pairs.Values.index_select(0, known).DetachFromDisposeScope(),
                pairs.Vectors.index_select(0, known).DetachFromDisposeScope()
            );
        }
    }

    private static Dictionary<string, Tensor> State(ParameterOrder order, RitzPairs pairs)
    {
        using var scope = NewDisposeScope();
        using (pairs)
        {
            var columns = order.Groups(CurvaturePartition.Whole)[0].Columns;
            return SpectralCurvature.Group(Group, columns, pairs.Values, pairs.Vectors.t()).ToDictionary();
        }
    }

    private Tensor Start(FitSession session, ParameterOrder order) =>
        options.Start is { } given ? Take(nameof(options.Start), given.reshape(1, -1), order)[0] : Draw(order.Size, session.Device);

    private Tensor Draw(long size, Device device)
    {
        var random = NamedRandom.Create(options.Seed, Method, "start");
        var values = new double[size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        return tensor(values, [size], dtype: ScalarType.Float64, device: device);
    }

    private static RitzPairs Take(RitzPairs given, ParameterOrder order)
    {
        if (given.Values.dim() != 1 || given.Values.shape[0] != given.Vectors.shape[0])
        {
            Throw.GivenSize("GivenPairs.Values", $"[{string.Join(", ", given.Values.shape)}]", $"[{given.Vectors.shape[0]}]");
        }

        return new RitzPairs(given.Values.to_type(ScalarType.Float64, copy: true), Take("GivenPairs.Vectors", given.Vectors, order));
    }

    /// <summary>Rows over parameters in the order of named_parameters [r, p] as rows over features [r, D].</summary>
    private static Tensor Take(string option, Tensor rows, ParameterOrder order)
    {
        if (rows.dim() != 2 || rows.shape[1] != order.Size)
        {
            Throw.GivenSize(option, $"[{string.Join(", ", rows.shape)}]", $"[{(rows.dim() == 2 ? rows.shape[0] : 1)}, {order.Size}]");
        }

        return rows.to_type(ScalarType.Float64).index_select(1, order.Positions());
    }
}
