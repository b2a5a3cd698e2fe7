using DataWorth.Randomness;
using DataWorth.Tasks;

namespace DataWorth.Tests.Gradients;

/// <summary>A model on small images in float64 with seeded data and labels.</summary>
internal sealed class ImageProblem : IDisposable
{
    private readonly Tensor _images;
    private readonly long[] _labels;

    public ImageProblem(
        nn.Module<Tensor, Tensor> model,
        int examples = 5,
        long channels = 4,
        long height = 7,
        long width = 6,
        int classes = 3
    )
    {
        Model = model;
        Model.to(ScalarType.Float64);
        ReferenceGradients.Fill(Model);
        Model.eval();
        _images = ReferenceGradients.Draw(11, examples, channels, height, width).DetachFromDisposeScope();
        var random = new SeededRandom(12);
        _labels = [.. Enumerable.Range(0, examples).Select(_ => (long)random.NextInt32(classes))];
        Task = new ClassificationTask(Model, itemShape: [channels, height, width]);
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    public ClassificationTask Task { get; }

    public ExampleBatch Batch(int first = 0, int? count = null)
    {
        var size = count ?? (_labels.Length - first);
        return new ExampleBatch(
            [.. Enumerable.Range(first, size).Select(i => $"image-{i}")],
            new Dictionary<string, Tensor>
            {
                ["Features"] = _images.narrow(0, first, size).clone().DetachFromDisposeScope(),
                ["Label"] = tensor(_labels.AsSpan(first, size).ToArray()).DetachFromDisposeScope(),
            }
        );
    }

    public void Dispose()
    {
        Model.Dispose();
        _images.Dispose();
    }
}
