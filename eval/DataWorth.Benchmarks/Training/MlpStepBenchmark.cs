using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Training;

/// <summary>One training step of the perceptron 784-512-256-10 on 256 rows, against the sum of its operators run alone.</summary>
/// <remarks>
/// Forward: three products, two ReLU, log softmax, loss. Backward: five products, two ReLU gradients, two small ones. SGD with momentum and
/// weight
/// decay: four in-place operators per weight. A gradient of ReLU is stood for by one multiplication, which moves the same bytes.
/// </remarks>
public sealed class MlpStepBenchmark : IBenchmark
{
    private const int Batch = 256;
    private const int Rounds = 30;
    private const double Goal = 1.15;
    private static readonly long[] s_widths = [784, 512, 256, 10];

    /// <inheritdoc/>
    public string Name => "mlp-step";

    /// <inheritdoc/>
    public string Description => "training step of the perceptron 784-512-256-10, batch 256, against the sum of its bare operators";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var scope = NewDisposeScope();
        var model = nn.Sequential(
            nn.Linear(s_widths[0], s_widths[1], hasBias: false),
            nn.ReLU(),
            nn.Linear(s_widths[1], s_widths[2], hasBias: false),
            nn.ReLU(),
            nn.Linear(s_widths[2], s_widths[3], hasBias: false)
        );
        using var optimizer = optim.SGD(model.parameters(), 1e-4, momentum: 0.9, weight_decay: 1e-3);
        var inputs = randn([Batch, s_widths[0]]);
        var labels = randint(0, s_widths[3], [Batch], ScalarType.Int64);
        (string Label, Action Run)[] wholes =
        [
            ("step", () => Step(model, optimizer, inputs, labels)),
            ("  forward pass alone", () => Forward(model, inputs, labels).Dispose()),
            ("  optimiser alone", () => optimizer.step()),
        ];
        Step(model, optimizer, inputs, labels);
        var bare = Operators(inputs, labels).ToList();
        var measured = context.MeasureTogether(1, Rounds, [.. wholes, .. bare.Select(part => (part.Kind, part.Run))]);
        var parts = measured[wholes.Length..];
        var operators = Measurement.Sum($"sum of {parts.Length} bare operators", parts);
        foreach (var whole in measured[..wholes.Length])
        {
            context.Row(whole);
        }

        context.Row(operators);
        foreach (var kind in parts.GroupBy(part => part.Label))
        {
            context.Row(Measurement.Sum($"  {kind.Key}", [.. kind]));
        }

        context.Goal("step over sum of bare operators", BenchmarkContext.Ratio(measured[0], operators), Goal, atMost: true);
        context.Goal("the same in processor time", measured[0].BestCpu / operators.BestCpu, Goal, atMost: true);
    }

    private static Tensor Forward(nn.Module<Tensor, Tensor> model, Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return nn.functional.cross_entropy(model.call(inputs), labels).MoveToOuterDisposeScope();
    }

    private static void Step(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in model.parameters())
        {
            parameter.grad = null; // as the trainer does
        }

        Forward(model, inputs, labels).backward();
        optimizer.step();
    }

    private static IEnumerable<(string Kind, Action Run)> Operators(Tensor inputs, Tensor labels)
    {
        var activation = inputs;
        for (var layer = 1; layer < s_widths.Length; layer++)
        {
            var weight = randn([s_widths[layer], s_widths[layer - 1]]) * 0.05;
            var (input, output) = (activation, nn.functional.linear(activation, weight));
            var gradient = randn([Batch, s_widths[layer]]);
            var transposed = gradient.t();
            var isLast = layer == s_widths.Length - 1;
            yield return Alone("forward", () => nn.functional.linear(input, weight));
            if (!isLast)
            {
                yield return Alone("forward", () => nn.functional.relu(output));
            }

            if (!isLast)
            {
                yield return Alone("backward", () => gradient.mul(output)); // gradient of ReLU
            }

            yield return Alone("backward", () => transposed.matmul(input)); // gradient of the weight
            if (layer > 1)
            {
                yield return Alone("backward", () => gradient.matmul(weight)); // gradient of the input
            }

            foreach (var update in Updates(weight))
            {
                yield return ("update", update);
            }

            activation = isLast ? output : nn.functional.relu(output);
        }
        var logProbabilities = nn.functional.log_softmax(activation, 1);
        yield return Alone("forward", () => nn.functional.log_softmax(activation, 1));
        yield return Alone("forward", () => nn.functional.nll_loss(logProbabilities, labels));
        yield return Alone("backward", () => zeros_like(logProbabilities)); // gradient of the loss
        yield return Alone("backward", () => logProbabilities.mul(logProbabilities)); // gradient of log softmax
    }

    private static IEnumerable<Action> Updates(Tensor weight)
    {
        var parameter = weight.clone();
        var (gradient, momentum) = (zeros_like(weight), zeros_like(weight));
        yield return () => momentum.mul_(0.9);
        yield return () => momentum.add_(gradient);
        yield return () => momentum.add_(parameter, 1e-3);
        yield return () => parameter.add_(momentum, -1e-4);
    }

    private static (string Kind, Action Run) Alone(string kind, Func<Tensor> run) => (kind, () => run().Dispose());
}
