using DataWorth.Features;
using DataWorth.Projections;
using DataWorth.Randomness;
using DataWorth.Statistics;

namespace DataWorth.Core.Tests.Projections;

/// <summary>The laws of every kind of projection of the table.</summary>
public sealed class ProjectionLawTests
{
    private const double Tolerance = 1e-12;

    private static readonly string[] s_forms =
    [
        "one position",
        "positions",
        "sparse rows",
        "masked sparse rows",
        "sum",
        "dense",
        "convolution",
        "convolution with bias",
    ];

    private readonly SeededRandom _random = new(4);

    public static TheoryData<string> Names => [.. ProjectionTable.Projections.Select(kind => kind.Name)];

    public static TheoryData<string> RandomNames => [.. ProjectionTable.Projections.Where(kind => kind.IsRandom).Select(kind => kind.Name)];

    public static TheoryData<string, string> NamesAndForms
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var kind in ProjectionTable.Projections)
            {
                foreach (var form in s_forms)
                {
                    pairs.Add(kind.Name, form);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_IsTheProductWithTheMatrix_InAllDimensionsBeforeTheLast_AndLinear(string name)
    {
        using var scope = NewDisposeScope();
        using var projection = Create(name, 13, 5);
        var matrix = projection.ToDense();
        Assert.Equal([projection.OutputSize, 13], matrix.shape);
        Assert.Equal(ProjectionTable.Get(name).HasRank ? 5 : 13, projection.OutputSize);
        foreach (var shape in new long[][] { [13], [4, 13], [4, 3, 13], [0, 13] })
        {
            var (x, y) = (Draw(shape), Draw(shape));
            var expected = matmul(x, matrix.t());
            Assert.Equal(expected.shape, projection.Apply(x).shape);
            Numbers.Close(expected.ToDoubles(), projection.Apply(x).ToDoubles(), Tolerance, Tolerance);
            Numbers.Close(
                ((projection.Apply(x) * 3) - projection.Apply(y)).ToDoubles(),
                projection.Apply((x * 3) - y).ToDoubles(),
                Tolerance,
                Tolerance
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Columns_AreTheProjectionsOfUnitVectors(string name)
    {
        using var scope = NewDisposeScope();
        using var projection = Create(name, 13, 5);
        var chosen = tensor(new long[] { 12, 0, 7, 7 });
        var units = eye(13, 13, ScalarType.Float64).index_select(0, chosen);
        Numbers.Close(projection.Apply(units).ToDoubles(), projection.Columns(chosen).ToDoubles(), Tolerance, Tolerance);
    }

    /// <summary>The mean of |P x|^2 / |x|^2 over seeds is 1, within 4.5 of its standard errors (a chance of 7e-6 per kind, and the seeds are
    /// fixed).</summary>
    [Theory]
    [MemberData(nameof(RandomNames))]
    public void SquaredNorm_IsKeptOnAverageOverSeeds(string name)
    {
        const int Seeds = 4000;
        using var scope = NewDisposeScope();
        var x = Draw(20);
        var ratios = new double[Seeds];
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var inner = NewDisposeScope();
            using var projection = Create(name, 20, 4, seed);
            ratios[seed] = (projection.Apply(x).square().sum() / x.square().sum()).item<double>();
        }

        var mean = ratios.Average();
        var error = Math.Sqrt(ratios.Average(ratio => (ratio - mean) * (ratio - mean)) / Seeds);
        Assert.True(error < 0.02, $"{error:g3}");
        Assert.True(Math.Abs(mean - 1) < 4.5 * error, $"{mean:g5} +- {error:g2}");
    }

    [Theory]
    [MemberData(nameof(RandomNames))]
    public void ADraw_DependsOnSeedBlockAndSideOnly(string name)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new BlockShape("fc1", 30, 30), new BlockShape("fc2", 30, 30));
        (double[] Output, double[] Input) Of(string block, long seed, params BlockShape[] blocks)
        {
            using var set = ProjectionSet.Create(new FeatureLayout(blocks), ProjectionTable.Get(name), 6, seed, ScalarType.Float64, CPU);
            var (output, input) = set[Array.FindIndex(blocks, shape => shape.Name == block)];
            return (output.ToDense().ToDoubles(), input.ToDense().ToDoubles());
        }

        var expected = Of("fc1", 1, first, second);
        var reordered = Of("fc1", 1, second, first);
        Assert.Equal(expected.Output, reordered.Output);
        Assert.Equal(expected.Input, reordered.Input);
        Assert.NotEqual(expected.Output, expected.Input);
        Assert.NotEqual(expected.Output, Of("fc2", 1, first, second).Output);
        Assert.NotEqual(expected.Output, Of("fc1", 2, first, second).Output);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToTensors_ReadBack_IsTheSameBitForBit(string name)
    {
        using var scope = NewDisposeScope();
        var layout = new FeatureLayout([new BlockShape("fc", 12, 3), new BlockShape("fc.output", 9, 11)]);
        using var covariances = Covariances(layout);
        using var projections = ProjectionSet.Create(layout, ProjectionTable.Get(name), 4, 3, ScalarType.Float32, CPU, covariances);
        var stored = projections.ToTensors().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        Assert.Equal(ProjectionTable.Get(name).HasRank, stored.Count > 0);
        Assert.All(stored.Keys, key => Assert.Matches(@"^fc(\.output)?\.(output|input)(\.[a-z]+)?$", key));
        using var restored = ProjectionSet.FromTensors(layout, stored);
        Assert.Equal(projections.Layout.Blocks, restored.Layout.Blocks);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            foreach (var (made, read) in new[] { (projections[i].Output, restored[i].Output), (projections[i].Input, restored[i].Input) })
            {
                Assert.Equal(made.GetType(), read.GetType());
                var x = Draw(6, made.InputSize).to_type(ScalarType.Float32);
                Assert.True(made.Apply(x).equal(read.Apply(x)).all().item<bool>());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASideThatIsNotLongerThanTheRank_IsKeptWhole(string name)
    {
        var layout = new FeatureLayout([new BlockShape("fc", 4, 3)]);
        using var projections = ProjectionSet.Create(layout, ProjectionTable.Get(name), 4, 0, ScalarType.Float64, CPU, Covariances(layout));
        Assert.True(projections[0].Output.IsIdentity && projections[0].Input.IsIdentity);
        Assert.Equal(layout.Blocks, projections.Layout.Blocks);
        Assert.Empty(projections.ToTensors());
    }

    /// <summary>vec(P_o G P_i^T) = (P_o kron P_i) vec(G), with vec row by row.</summary>
    [Theory]
    [MemberData(nameof(NamesAndForms))]
    public void TwoSidedProjection_IsTheKroneckerProduct_ForEveryFormOfGradient(string name, string form)
    {
        using var scope = NewDisposeScope();
        using var block = Block(form);
        using var output = Create(name, block.Shape.Outputs, 2);
        using var input = Create(name, block.Shape.Inputs, 3);
        using var projected = block.Project(output, input); // first, while no patch has been cut
        Assert.Equal(new BlockShape("a", output.OutputSize, input.OutputSize), projected.Shape);
        var expected = mm(block.Materialize().flatten(1), kron(output.ToDense(), input.ToDense()).t());
        Numbers.Close(expected.ToDoubles(), projected.Materialize().ToDoubles(), 1e-11, 1e-11);
        Numbers.Close(expected.ToDoubles(), projected.Flatten().ToDoubles(), 1e-11, 1e-11);
        using var left = block.Project(output, new IdentityProjection(block.Shape.Inputs));
        Numbers.Close(matmul(output.ToDense(), block.Materialize()).ToDoubles(), left.Materialize().ToDoubles(), 1e-11, 1e-11);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Sjlt_HasSNumbersPerColumn_OneInEachPartOfTheRows(int nonzeros)
    {
        using var scope = NewDisposeScope();
        using var projection = SparseProjection.Draw(new ProjectionDraw("a", "input", 50, 9, 1, ScalarType.Float64, CPU), nonzeros);
        var matrix = projection.ToDense(); // [9, 50]
        var parts = matrix.view(nonzeros, 9 / nonzeros, 50);
        Assert.True(parts.count_nonzero(dims: [1]).eq(1).all().item<bool>());
        Assert.All(matrix.ToDoubles().Where(value => value != 0), value => Assert.Equal(1 / Math.Sqrt(nonzeros), Math.Abs(value), 1e-15));
        var x = Draw(4, 50);
        Numbers.Close(mm(x, matrix.t()).ToDoubles(), projection.Apply(x).ToDoubles(), Tolerance, Tolerance);
    }

    [Fact]
    public void UnknownNames_AreRefusedWithTheNearestAndTheList() =>
        Assert.Equal(
            "There is no projection 'radmacher'. Did you mean 'rademacher'? There are: rademacher, gaussian, pca, mask, sjlt, identity. "
                + "Set Projection to one of them.",
            Assert.Throws<ArgumentException>(() => ProjectionTable.Get("radmacher")).Message
        );

    private static Projection Create(string name, long size, int rank, long seed = 1)
    {
        using var scope = NewDisposeScope();
        var samples = randn([60, size], ScalarType.Float64, generator: new Generator(9));
        return ProjectionTable
            .Get(name)
            .Create(new ProjectionDraw("a", "input", size, rank, seed, ScalarType.Float64, CPU, samples.t().mm(samples)));
    }

    private KroneckerCovariances Covariances(FeatureLayout layout)
    {
        var covariances = new KroneckerCovariances(layout, ScalarType.Float64, CPU);
        using var batch = new FeatureBatch(
            ["0"],
            [.. layout.Blocks.Select(block => new KroneckerGradient(block.Name, Draw(1, 20, block.Inputs), Draw(1, 20, block.Outputs)))]
        );
        covariances.Add(batch);
        return covariances;
    }

    private GradientBlock Block(string form) =>
        form switch
        {
            "one position" => new KroneckerGradient("a", Draw(5, 1, 7), Draw(5, 1, 6)),
            "positions" => new KroneckerGradient("a", Draw(5, 4, 7), Draw(5, 4, 6)),
            "sparse rows" => Sparse(),
            "masked sparse rows" => Sparse(isMasked: true),
            "sum" => new SummedGradient([Sparse(), new KroneckerGradient("a", Draw(5, 3, 4), Draw(5, 3, 11))]),
            "dense" => new DenseGradient("a", Draw(5, 6, 7)),
            "convolution" => Convolution(hasBias: false),
            _ => Convolution(hasBias: true),
        };

    private ConvolutionGradient Convolution(bool hasBias) =>
        new("a", Draw(5, 2, 4, 4), Draw(5, 4, 3), new ConvolutionGeometry((3, 3), (1, 1), (0, 0), (1, 1)), hasBias);

    private SparseRowGradient Sparse(bool isMasked = false)
    {
        var mask = isMasked ? tensor(new long[] { 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1 }, [5, 3]) : null;
        var gradients = Draw(5, 3, 4);
        return new SparseRowGradient(
            "a",
            tensor(new long[] { 1, 1, 10, 0, 4, 4, 2, 3, 3, 9, 9, 9, 5, 6, 7 }, [5, 3]),
            mask is null ? gradients : gradients * mask.unsqueeze(-1),
            11,
            mask
        );
    }

    private Tensor Draw(params long[] shape) =>
        tensor(
            Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => _random.NextNormal()).ToArray(),
            shape,
            dtype: ScalarType.Float64
        );
}
