using DataWorth.Features;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Takes per-example gradients of a model's tracked modules with one forward and one activation-only backward pass.</summary>
/// <remarks>
/// A forward hook keeps what went into a module and what came out; the gradient of the summed objective by the outputs then gives the
/// per-example weight gradient as sum_t g_t a_t^T. Weight gradients of the batch are never computed. The collector changes neither
/// parameters nor their requires_grad. Not thread-safe: one collector per model copy.
/// </remarks>
public sealed class GradientCollector : IDisposable
{
    private readonly IAttributionTask _task;
    private readonly TrackedModules _modules;
    private readonly List<Action> _detach = [];
    private List<Capture>? _captures;

    /// <summary>Registers the hooks.</summary>
    public GradientCollector(IAttributionTask task, TrackedModules modules)
    {
        _task = task;
        _modules = modules;
        foreach (var module in modules.Modules)
        {
            var remover = module.Module.register_forward_hook((_, input, output) => Keep(module, input, output));
            _detach.Add(remover.remove);
        }
    }

    /// <summary>Blocks of the collected gradients.</summary>
    public FeatureLayout Layout => _modules.Layout;

    /// <summary>The per-example gradients of a batch, one block per entry of <see cref="Layout"/>. The caller owns them.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="objective">What is differentiated. Default the loss.</param>
    /// <param name="seed">Seed of the label draw for <see cref="Objective.SampledLoss"/>.</param>
    /// <param name="observe">Given the model's outputs of the same pass.</param>
    /// <exception cref="InvalidOperationException">A module produced no activation, or the objective is not finite.</exception>
    public IReadOnlyList<GradientBlock> Collect(ExampleBatch batch, Objective objective = Objective.Loss, long seed = 0, Action<Tensor>? observe = null)
    {
        _captures = [];
        try
        {
            using var scope = NewDisposeScope();
            using var gradientMode = enable_grad();
            var outputs = _task.Forward(batch);
            observe?.Invoke(outputs);
            var values = objective switch
            {
                Objective.Loss => _task.Loss(outputs, batch),
                Objective.Margin => _task.Margin(outputs, batch),
                Objective.NegativeMargin => -_task.Margin(outputs, batch),
                _ => _task.SampledLoss(outputs, batch, seed),
            };
            Check(values, batch, objective);
            foreach (var module in _modules.Modules)
            {
                if (!_captures.Any(capture => capture.Module == module))
                    Throw.NoActivation(module.Name);
            }

            var gradients = autograd.grad([values.sum()], [.. _captures.Select(capture => capture.Output)]);
            using var off = no_grad();
            return Combine(gradients, PositionMask.From(_task.PositionMask(batch)));
        }
        finally
        {
            foreach (var capture in _captures)
                capture.Dispose();
            _captures = null;
        }
    }

    /// <summary>Removes the hooks.</summary>
    public void Dispose()
    {
        foreach (var detach in _detach)
            detach();
        _detach.Clear();
    }

    private Tensor Keep(TrackedModule module, Tensor input, Tensor output)
    {
        if (_captures is null)
            return output;

        // With frozen parameters the first outputs are leaves without a graph: they become its start.
        if (!output.requires_grad)
            output.requires_grad_(true);

        _captures.Add(new Capture(module, input.detach().DetachFromDisposeScope(), output.alias().DetachFromDisposeScope()));
        return output;
    }

    private IReadOnlyList<GradientBlock> Combine(IList<Tensor> gradients, PositionMask? mask)
    {
        var contributions = new List<GradientBlock>[_modules.Layout.Blocks.Count];
        for (var i = 0; i < _captures!.Count; i++)
        {
            var module = _captures[i].Module;
            var first = _modules.FirstBlock(module);
            foreach (var block in module.Differentiate(_captures[i].Input, gradients[i], mask))
                (contributions[first++] ??= []).Add(block);
        }

        return [.. contributions.Select(parts => parts.Count == 1 ? parts[0] : new SummedGradient(parts))];
    }

    private static void Check(Tensor values, ExampleBatch batch, Objective objective)
    {
        if (values.dim() != 1 || values.shape[0] != batch.Count)
            Throw.LossShape($"[{string.Join(", ", values.shape)}]", batch.Count);
        using var finite = values.isfinite();
        using var all = finite.all();
        if (all.item<bool>())
            return;
        using var numbers = values.detach().to_type(ScalarType.Float32).cpu();
        var list = numbers.data<float>().ToArray();
        var index = Array.FindIndex(list, value => !float.IsFinite(value));
        Throw.LossNotFinite(objective.ToString().ToLowerInvariant(), batch.Ids[index], list[index]);
    }

    private sealed record Capture(TrackedModule Module, Tensor Input, Tensor Output) : IDisposable
    {
        public void Dispose()
        {
            Input.Dispose();
            Output.Dispose();
        }
    }
}
