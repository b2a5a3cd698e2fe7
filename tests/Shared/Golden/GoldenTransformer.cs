using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>Decoder of two blocks, width 32, 2 heads, vocabulary 64, 24 positions.</summary>
internal sealed class GoldenTransformer : GoldenProblem
{
    private const int Length = 25;

    public GoldenTransformer(string directory, ScalarType type)
        : base(directory, "gpt", type)
    {
        var model = new TransformerModule();
        Model = model;
        Task = new LanguageModelingTask(model);
        Prepare();
    }

    public override nn.Module Model { get; }

    public override AttributionTask Task { get; }

    public override int Count => 96;

    public override double Damping => 1;

    public override double Regularization => throw new NotSupportedException("There is no exact influence for this model.");

    public override IReadOnlyList<string> Layers { get; } =
    [.. new[] { 0, 1 }.SelectMany(block => new[] { "q", "k", "v", "o", "fc1", "fc2" }.Select(layer => $"blocks.{block}.{layer}")), "head"];

    /// <summary>The reference program's matrix is not in the file: drawn as it draws it, [p, 48] normal from torch's CPU generator with
    /// seed 0.</summary>
    public override Tensor TrakProjection(string name)
    {
        const int Dimension = 48;
        using var generator = new Generator(0);
        return randn([ParameterCount, Dimension], ScalarType.Float32, generator: generator);
    }

    protected override IDataView View(string side) => GoldenTokens.View(MLContext, side, File.Integers($"data/{side}_tokens"), Length);
}
