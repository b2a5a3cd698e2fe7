using DataWorth.Artifacts;
using DataWorth.Methods;
using DataWorth.Methods.Ekfac;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>Covariances of activations leave padding out, or are refused where nobody says which positions are padding.</summary>
public sealed class PaddedCovarianceTests
{
    private const int Width = 4;

    /// <summary>Each text's tokens but the last are the inputs, as for next tokens: one position fewer than the column's mask.</summary>
    [Theory]
    [InlineData("ekfac")]
    [InlineData("kfac")]
    [InlineData("logra-pca")]
    public void PositionsThatTheMaskDoesNotFit_AreRefused_UnlessTheyAreSaid(string method)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Scores(method, batchSize: 9, says: false));
        Assert.Contains("would count padding", refused.Message, StringComparison.Ordinal);
        Assert.Contains("positionMask", refused.Message, StringComparison.Ordinal);
        var said = Scores(method, batchSize: 9, says: true);
        var alone = Scores(method, batchSize: 1, says: false);
        var largest = said.Max(Math.Abs);
        Assert.All(said.Zip(alone), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6 * largest));
    }

    /// <summary>Gradients are right without a mask.</summary>
    [Theory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    public void GradientsNeedNoMask(string method)
    {
        var (together, alone) = (Scores(method, batchSize: 9, says: false), Scores(method, batchSize: 1, says: false));
        var largest = together.Max(Math.Abs);
        Assert.All(together.Zip(alone), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6 * largest));
    }

    /// <summary>An image beside a text has as many positions in every batch: none is padding.</summary>
    [Fact]
    public void PositionsThatNoOtherRowChanges_AreCounted()
    {
        var (together, alone) = (Scores("ekfac", 9, says: true, withImage: true), Scores("ekfac", 1, says: true, withImage: true));
        var largest = together.Max(Math.Abs);
        Assert.All(together.Zip(alone), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6 * largest));
    }

    private static double[] Scores(string method, int batchSize, bool says, bool withImage = false)
    {
        var context = new MLContext(1);
        using var model = new NextToken(withImage);
        using var store = new MemoryArtifactStore();
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens"), BatchColumn.Numbers("Image", [3, Width])],
            batch => model.Run(batch["Tokens"], batch["Image"]),
            (outputs, batch) => (outputs.square().sum(2) * batch["Tokens.Mask"].slice(1, 1, long.MaxValue, 1)).sum(1),
            positionMask: says ? batch => batch["Tokens.Mask"].slice(1, 1, long.MaxValue, 1) : null
        );
        var view = context.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 9)
                .Select(i => new Row(
                    $"r{i}",
                    [.. Enumerable.Range(0, 2 + ((i * 3) % 5)).Select(t => (i + t) % 7)],
                    [.. Enumerable.Range(0, 3 * Width).Select(t => (float)Math.Sin(i + (t * t)))]
                ))
                .ToArray()
        );
        var description = MethodTable.Get(method);
        var options = description.DefaultOptions() with { BatchSize = batchSize, Store = store };
        options = options is EkfacOptions ekfac ? ekfac with { EmpiricalFisher = true } : options;
        using var fit = description.Create(context, task, options).Fit(view);
        using var asked = fit.WithQueries(view);
        return [.. asked.Transform(view).GetColumn<float[]>("Score").SelectMany(row => row).Select(score => (double)score)];
    }

    private sealed class NextToken : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding _tokens = nn.Embedding(7, Width);
        private readonly TorchSharp.Modules.Linear _text = nn.Linear(Width, 3);
        private readonly TorchSharp.Modules.Linear? _image;

        public NextToken(bool withImage)
            : base(nameof(NextToken))
        {
            _image = withImage ? nn.Linear(Width, 3) : null;
            RegisterComponents();
            this.to(ScalarType.Float64);
            using var off = no_grad();
            foreach (var (place, parameter) in parameters().Index())
            {
                parameter.copy_((arange(parameter.NumberOfElements, ScalarType.Float64) + place).mul(1.7).sin().view_as(parameter));
            }
        }

        public Tensor Run(Tensor tokens, Tensor image)
        {
            var text = _text.call(_tokens.call(tokens.slice(1, 0, -1, 1)).tanh()); // [B, T - 1, 3]
            return _image is null ? text : text + _image.call(image.to_type(text.dtype)).tanh().mean([1], keepdim: true);
        }

        public override Tensor forward(Tensor input) => input;
    }

    private sealed record Row(string Id, long[] Tokens, [property: VectorType(3 * Width)] float[] Image);
}
