using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>Linear 20-32-16-5 with ReLU and biases.</summary>
internal sealed class GoldenMlp : GoldenProblem
{
    public GoldenMlp(string directory, ScalarType type)
        : base(directory, "mlp", type)
    {
        var model = nn.Sequential(
            ("fc1", nn.Linear(20, 32)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(32, 16)),
            ("relu2", nn.ReLU()),
            ("fc3", nn.Linear(16, 5))
        );
        Model = model;
        Task = new ClassificationTask(model);
        Prepare();
    }

    public override nn.Module Model { get; }

    public override AttributionTask Task { get; }

    public override int Count => 200;

    public override double Regularization => 0.5;

    public override IReadOnlyList<string> Layers { get; } = ["fc1", "fc2", "fc3"];

    protected override IDataView View(string side) =>
        GoldenExample.View(MLContext, side, File.Floats($"data/{side}_x"), File.Integers($"data/{side}_y"));
}
