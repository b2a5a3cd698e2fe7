using System.Runtime.InteropServices;
using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Statistics;

namespace DataWorth.Core.Tests.Gradients;

/// <summary>Every kernel works on the device of its operands: on a GPU, or where there is none on 'meta', which has shapes and no numbers, an
/// operand on the processor, made by default or left there, is an error. Where libtorch has no kernel for 'meta', the operands until there
/// were right.</summary>
public sealed class DeviceTests
{
    private const int Examples = 6;
    private const int Positions = 3;

    private static readonly Device s_device = cuda.is_available() ? CUDA : META;
    private static readonly FeatureLayout s_layout = new([new BlockShape("one", 5, 8), new BlockShape("two", 7, 9)]);

    public static TheoryData<string> Codecs => [.. CodecTable.Codecs.Select(codec => codec.Name.Replace('C', '2'))];

    public static TheoryData<string> Projections => [.. ProjectionTable.Projections.Select(projection => projection.Name)];

    public static TheoryData<string> Blocks => ["dense", "factors", "one position", "convolution", "sum"];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Blocks_StayOnTheirDevice(string form)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (outputs, inputs) = (5, form == "convolution" ? 2 * 3 * 3 : 8);
        GradientBlock Create() => Block("one", form, outputs, inputs);
        using var block = Create();
        OnNumbers(() => block.Materialize());
        OnNumbers(() => block.Flatten());
        OnNumbers(() => block.Dot(Numbers(4, outputs, inputs)));
        OnNumbers(() => block.Dot(Create()));
        OnNumbers(() => block.DotFactors(Numbers(4, outputs, 2), Numbers(4, 2, inputs)));
        OnNumbers(() => block.SumOfSquares());
        OnNumbers(() => block.WeightedSquares(null));
        OnNumbers(() => block.WeightedSquares(Numbers(outputs, inputs)));
        Kernel(() => block.WriteTo(Numbers(Examples, outputs, inputs)));
        Kernel(() => block.AddTo(Numbers(Examples, outputs, inputs)));
        OnNumbers(() => block.OutputRows(1, 2));
    }

    [Theory]
    [MemberData(nameof(Projections))]
    public void Projections_StayOnTheirDevice(string name)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var output = Project(name, 5);
        using var input = Project(name, 8);
        OnNumbers(() => input.Apply(Numbers(4, 8)));
        foreach (var form in new[] { "dense", "factors", "one position", "sum" })
        {
            using var block = Block("one", form, 5, 8);
            OnNumbers(() => block.Project(output, input).Materialize());
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Codecs_StayOnTheDeviceOfTheirRows(string name)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        // Factors without loss of a gradient with one position; other codecs take any.
        var form = name.StartsWith("factored", StringComparison.Ordinal) ? "one position" : "factors";
        var codec = CodecTable.Create(name, new CodecContext { OuterProducts = () => new HashSet<string> { "one", "two" } });
        using var batch = Batch(form);
        using var rows = new EncodedRows(codec.Describe(s_layout), Examples, s_device);
        Kernel(() => codec.Encode(batch, s_layout, rows));
        rows.Count = Examples;
        OnNumbers(() => codec.Decode(rows, s_layout, ScalarType.Float32).ToRows(s_layout, ScalarType.Float32, s_device));
        OnNumbers(() => codec.Score(rows, s_layout, Numbers(4, s_layout.Size), BlockGroups.Single(s_layout)));
        using var same = rows.To(s_device);
        OnNumbers(() => same.Rows(codec.Describe(s_layout)[0].Name));
    }

    [Fact]
    public void Sums_StayOnTheirDevice()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var batch = Batch("factors");
        FeatureSums[] all =
        [
            new SecondMoments(s_layout, ScalarType.Float64, s_device),
            new KroneckerCovariances(s_layout, ScalarType.Float32, s_device),
            new EigenvalueCorrection(s_layout, [(Numbers(5, 5), Numbers(8, 8)), (null, null)], ScalarType.Float32, s_device),
        ];
        foreach (var sums in all)
        {
            using (sums)
            {
                sums.Add(batch);
                sums.Merge(sums.Sums);
                Assert.Equal(2 * Examples, sums.Count);
                Assert.Equal(
                    sums is KroneckerCovariances ? ["examples", "positions"] : ["examples"],
                    sums.Sums.Where(sum => sum.Value.device_type == DeviceType.CPU).Select(sum => sum.Key)
                );
            }
        }
    }

    [Fact]
    public void Scorers_StayOnTheirDevice()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var batch = Batch("factors");
        var groups = BlockGroups.Single(s_layout);
        using var scorer = new PreconditionedScorer(s_layout, null, Numbers(4, s_layout.Size), groups);
        OnNumbers(() => scorer.Score(batch));
        OnNumbers(() => batch.Dot(Numbers(4, s_layout.Size), s_layout, groups));
        OnNumbers(() => batch.ToRows(s_layout, ScalarType.Float32, s_device));
        var scores = Numbers(Examples, 4);
        foreach (var rule in Enum.GetValues<ScoreRule>())
        {
            Kernel(() => rule.Apply(scores, Numbers(Examples), Numbers(4)));
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Factors_StayOnTheirDevice(int rank, bool isExact)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var options = new LowRankOptions { Rank = rank, IsExact = isExact };
        OnNumbers(() => LowRankFactorization.FromMatrices(Numbers(Examples, 5, 8), options, "one").Reconstruct());
    }

    private static void OnNumbers(Func<Tensor> kernel) => Kernel(() => Assert.Equal(s_device.type, kernel().device_type));

    private static void Kernel(Action use)
    {
        try
        {
            use();
        }
        catch (ExternalException exception) when (exception.Message.Contains("no fake impl or Meta kernel", StringComparison.Ordinal)) { }
    }

    private static Tensor Numbers(params long[] shape) => rand(shape, ScalarType.Float32, s_device);

    private static FeatureBatch Batch(string form) =>
        new(
            [.. Enumerable.Range(0, Examples).Select(i => $"e{i}")],
            [.. s_layout.Blocks.Select(block => Block(block.Name, form, block.Outputs, block.Inputs))]
        );

    private static GradientBlock Block(string name, string form, long outputs, long inputs) =>
        form switch
        {
            "dense" => new DenseGradient(name, Numbers(Examples, outputs, inputs)),
            "factors" => new KroneckerGradient(name, Numbers(Examples, Positions, inputs), Numbers(Examples, Positions, outputs)),
            "one position" => new KroneckerGradient(name, Numbers(Examples, 1, inputs), Numbers(Examples, 1, outputs)),
            "convolution" => new ConvolutionGradient(
                name,
                Numbers(Examples, 2, 6, 6),
                Numbers(Examples, 16, outputs),
                new ConvolutionGeometry((3, 3), (1, 1), (0, 0), (1, 1)),
                hasBias: false
            ),
            _ => new SummedGradient([Block(name, "factors", outputs, inputs), Block(name, "dense", outputs, inputs)]),
        };

    private static Projection Project(string name, long size)
    {
        var draw = new ProjectionDraw("one", "input", size, 3, 0, ScalarType.Float32, s_device);
        return name switch
        {
            // Principal directions are found from numbers, and k is one: what is found are matrices.
            "pca" => new DenseProjection(Numbers(3, size)),
            "sjlt" => new SparseProjection(Numbers(1, size).to_type(ScalarType.Int64), Numbers(1, size), tensor(new[] { 3L }, device: CPU)),
            _ => ProjectionTable.Get(name).Create(draw),
        };
    }
}
