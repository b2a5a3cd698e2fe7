using DataWorth.Randomness;
using DataWorth.Tasks;

namespace DataWorth.TestKit;

/// <summary>A small seeded classifier with data: Linear-ReLU-Linear-ReLU-Linear in float64 or float32, and batches of its
/// examples.</summary>
public sealed class SmallClassifier : IDisposable
{
    public SmallClassifier(
        ScalarType type = ScalarType.Float64,
        int examples = 24,
        int inputs = 7,
        int hidden = 6,
        int classes = 4,
        bool bias = true,
        long seed = 3
    )
    {
        Type = type;
        Model = nn.Sequential(
            ("fc1", nn.Linear(inputs, hidden, bias)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(hidden, hidden - 1, bias)),
            ("relu2", nn.ReLU()),
            ("fc3", nn.Linear(hidden - 1, classes, bias))
        );
        Model.to(type);
        var random = new SeededRandom(seed);
        using (no_grad())
        {
            foreach (var (_, parameter) in Model.named_parameters())
            {
                using var scope = NewDisposeScope();
                parameter.copy_(Draw(parameter.shape, random, 0.6));
            }
        }

        Features = Draw([examples, inputs], random, 1).DetachFromDisposeScope();
        Labels = [.. Enumerable.Range(0, examples).Select(_ => (long)random.NextInt32(classes))];
        Task = new ClassificationTask(Model);
    }

    public ScalarType Type { get; }

    public nn.Module<Tensor, Tensor> Model { get; }

    public ClassificationTask Task { get; }

    public Tensor Features { get; }

    public long[] Labels { get; }

    public int Count => Labels.Length;

    public ExampleBatch Batch(int first = 0, int? count = null)
    {
        var size = count ?? (Count - first);
        return new ExampleBatch(
            [.. Enumerable.Range(first, size).Select(i => $"example-{i}")],
            new Dictionary<string, Tensor>
            {
                ["Features"] = Features.narrow(0, first, size).clone().DetachFromDisposeScope(),
                ["Label"] = tensor(Labels.AsSpan(first, size).ToArray()).DetachFromDisposeScope(),
            }
        );
    }

    /// <summary>Weight gradient of one example by ordinary autograd, module by module, flattened: the independent reference. [D]</summary>
    public double[] LoopGradient(int example, params string[] parameters)
    {
        using var scope = NewDisposeScope();
        using var batch = Batch(example, 1);
        var loss = Task.Loss(Task.Forward(batch), batch).sum();
        var wanted = Model.named_parameters().Where(p => parameters.Contains(p.name)).Select(p => (Tensor)p.parameter).ToList();
        return [.. autograd.grad([loss], wanted).SelectMany(g => g.reshape(-1).to_type(ScalarType.Float64).data<double>().ToArray())];
    }

    public void Dispose()
    {
        Model.Dispose();
        Features.Dispose();
    }

    private Tensor Draw(long[] shape, SeededRandom random, double scale)
    {
        var values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = scale * random.NextNormal();
        }

        return tensor(values, shape, dtype: Type);
    }
}
