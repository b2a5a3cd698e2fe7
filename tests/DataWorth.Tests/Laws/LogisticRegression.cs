using DataWorth.Artifacts;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Tests.Laws;

/// <summary>Three-class logistic regression with penalty (alpha/2)|theta|^2, trained to convergence by Newton's method in float64: convex,
/// so that retraining has one answer.</summary>
internal sealed class LogisticRegression : IDisposable
{
    public const int Count = 80;
    public const double Penalty = 0.05;

    private const int Inputs = 4;
    private const int Classes = 3;
    private const double Converged = 1e-11;

    private readonly List<ExampleRow> _train;
    private readonly List<ExampleRow> _queries;
    private readonly nn.Module<Tensor, Tensor> _model = nn.Sequential(("fc", nn.Linear(Inputs, Classes)));

    public LogisticRegression()
    {
        var random = new SeededRandom(5);
        _train = [.. Enumerable.Range(0, Count).Select(i => Draw(random, $"train-{i}"))];
        _queries = [.. Enumerable.Range(0, 6).Select(i => Draw(random, $"query-{i}"))];
        _model.to(ScalarType.Float64);
        _model.eval();
        Task = new ClassificationTask(_model);
    }

    public MLContext MLContext { get; } = new(seed: 0);

    public MemoryArtifactStore Store { get; } = new();

    public ClassificationTask Task { get; }

    public IDataView TrainView => ExampleRow.View(MLContext, _train, Inputs);

    public IDataView QueryView => ExampleRow.View(MLContext, _queries, Inputs);

    /// <summary>Minimises (1/N) sum of losses + (alpha/2)|theta|^2, the sum without one example when asked (N stays).</summary>
    public void Train(int? without = null)
    {
        using var scope = NewDisposeScope();
        var rows = _train.Where((_, i) => i != without).ToList();
        var (inputs, labels) = (
            Features(rows),
            nn.functional.one_hot(tensor(rows.Select(row => (long)row.Label).ToArray()), Classes).to_type(ScalarType.Float64)
        );
        var theta = zeros([Classes * (Inputs + 1)], ScalarType.Float64);
        for (var step = 0; step < 50; step++)
        {
            var weights = theta.view(Classes, Inputs + 1);
            var probabilities = inputs.mm(weights.t()).softmax(-1); // [n, C]
            var gradient = ((probabilities - labels).t().mm(inputs) / Count).reshape(-1) + (theta * Penalty);
            if (gradient.norm().item<double>() < Converged)
            {
                break;
            }

            var hessian = eye(theta.shape[0], dtype: ScalarType.Float64) * Penalty;
            for (var a = 0; a < Classes; a++)
            {
                for (var b = 0; b < Classes; b++)
                {
                    var curvature = probabilities[TensorIndex.Colon, a] * ((a == b ? 1 : 0) - probabilities[TensorIndex.Colon, b]); // [n]
                    hessian
                        .narrow(0, a * (Inputs + 1), Inputs + 1)
                        .narrow(1, b * (Inputs + 1), Inputs + 1)
                        .add_((inputs * curvature.unsqueeze(1)).t().mm(inputs) / Count);
                }
            }

            theta = theta - mv(linalg.inv(hessian), gradient);
        }

        using var off = no_grad();
        var found = theta.view(Classes, Inputs + 1);
        foreach (var (name, parameter) in _model.named_parameters())
        {
            parameter.copy_(
                name.EndsWith("bias", StringComparison.Ordinal) ? found[TensorIndex.Colon, Inputs] : found.narrow(1, 0, Inputs)
            );
        }
    }

    public double[] QueryLosses()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var labels = tensor(_queries.Select(row => (long)row.Label).ToArray());
        return nn
            .functional.cross_entropy(_model.call(Features(_queries).narrow(1, 0, Inputs)), labels, reduction: nn.Reduction.None)
            .ToDoubles();
    }

    public void Dispose()
    {
        _model.Dispose();
        Store.Dispose();
    }

    /// <summary>Inputs with a trailing 1, [n, I + 1].</summary>
    private static Tensor Features(List<ExampleRow> rows) =>
        tensor(rows.SelectMany(row => row.Features.Append(1)).ToArray(), [rows.Count, Inputs + 1], dtype: ScalarType.Float64);

    private static ExampleRow Draw(SeededRandom random, string id)
    {
        var label = random.NextInt32(Classes);
        return new ExampleRow
        {
            Id = id,
            Label = label,
            Features = [.. Enumerable.Range(0, Inputs).Select(i => (float)(random.NextNormal() + (i == label ? 0.8 : 0)))],
        };
    }
}
