using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>Two convolutions, batch normalisation in eval mode, max pooling, global average, linear head; images [3, 12, 12].</summary>
internal sealed class GoldenConvolution : GoldenProblem
{
    public GoldenConvolution(string directory, ScalarType type)
        : base(directory, "conv", type)
    {
        var model = nn.Sequential(
            ("conv1", nn.Conv2d(3, 8, 3, padding: 1)),
            ("bn1", nn.BatchNorm2d(8)),
            ("relu1", nn.ReLU()),
            ("pool", nn.MaxPool2d(2)),
            ("conv2", nn.Conv2d(8, 12, 3, stride: 2, padding: 1)),
            ("relu2", nn.ReLU()),
            ("average", nn.AdaptiveAvgPool2d(1)),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(12, 4))
        );
        Model = model;
        Task = new ClassificationTask(model, itemShape: [3, 12, 12]);
        Prepare();
    }

    public override nn.Module Model { get; }

    public override AttributionTask Task { get; }

    public override int Count => 128;

    public override double Regularization => 1;

    public override IReadOnlyList<string> Layers { get; } = ["conv1", "conv2", "fc"];

    protected override IDataView View(string side) =>
        GoldenExample.View(MLContext, side, File.Floats($"data/{side}_x"), File.Integers($"data/{side}_y"));
}
