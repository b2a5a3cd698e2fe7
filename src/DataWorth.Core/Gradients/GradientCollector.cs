using DataWorth.Features;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Takes per-example gradients of a model's tracked modules with one forward and one activation-only backward pass.</summary>
/// <remarks>
/// A forward hook keeps what went into a module and what came out; the gradient of the summed objective by the outputs then gives the
/// per-example weight gradient as sum_t g_t a_t^T. Weight gradients of the batch are never computed. The collector changes neither
/// parameters nor their requires_grad. The first batch also checks that nothing changes those values in place later in the pass
/// (a ReLU with inplace: true), which would give gradients of something else. Not thread-safe: one collector per model copy.
/// </remarks>
public sealed class GradientCollector : IDisposable
{
    private readonly IAttributionTask _task;
    private readonly TrackedModules _modules;
    private readonly List<Action> _detach = [];
    private List<Capture>? _captures;
    private PositionMask? _mask;
    private int _examples;
    private bool _isChecked;

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
    /// <exception cref="InvalidOperationException">A module produced no activation, its output is changed in place or has not the batch's
    /// examples in
    /// its first dimension, the objective is not finite or depends on no tracked module, or libtorch cannot differentiate it.</exception>
    public IReadOnlyList<GradientBlock> Collect(
        ExampleBatch batch,
        Objective objective = Objective.Loss,
        long seed = 0,
        Action<Tensor>? observe = null
    )
    {
        _captures = [];
        try
        {
            using var scope = NewDisposeScope();
            using var gradientMode = enable_grad();
            (_examples, _mask) = (batch.Count, PositionMask.From(_task.PositionMask(batch)));
            var outputs = _task.Forward(batch);
            CheckUnchanged();
            observe?.Invoke(outputs);
            var values = objective switch
            {
                Objective.Loss => _task.Loss(outputs, batch),
                Objective.Margin => _task.Margin(outputs, batch),
                Objective.NegativeMargin => -_task.Margin(outputs, batch),
                _ => _task.SampledLoss(outputs, batch, seed),
            };
            Check(values, batch, objective);
            if (!values.requires_grad)
            {
                Throw.NoGradient(Name(objective));
            }

            foreach (var module in _modules.Modules)
            {
                if (!_captures.Any(capture => capture.Module == module))
                {
                    Throw.NoActivation(module.Name);
                }
            }

            using var total = values.sum();
            var used = _captures.Where(capture => capture.Output.requires_grad).ToList();
            var gradients = used.Zip(Derivatives.Of(total, [.. used.Select(capture => capture.Output)]))
                .ToDictionary(pair => pair.First, pair => pair.Second);
            if (gradients.Values.All(gradient => gradient is null))
            {
                Throw.NoTrackedGradient(Name(objective), _modules.Modules.Select(module => module.Name));
            }

            using var off = no_grad();
            // A module that the objective does not depend on (a second head, a backbone under no_grad) has a gradient of zero.
            return Combine([.. _captures.Select(capture => gradients.GetValueOrDefault(capture) ?? zeros_like(capture.Output))]);
        }
        finally
        {
            foreach (var capture in _captures)
            {
                capture.Dispose();
            }

            (_captures, _mask) = (null, null);
        }
    }

    /// <summary>Removes the hooks.</summary>
    public void Dispose()
    {
        foreach (var detach in _detach)
        {
            detach();
        }

        _detach.Clear();
    }

    private Tensor Keep(TrackedModule module, Tensor input, Tensor output)
    {
        if (_captures is null)
        {
            return output;
        }

        // With frozen parameters the first outputs are leaves without a graph: they become its start.
        if (!output.requires_grad)
        {
            output.requires_grad_(true);
        }

        output = module.PerExample(input, output, _examples, _mask);
        var (before, after) = _isChecked ? (0, 0) : (Checksum(input), Checksum(output));
        _captures.Add(new Capture(module, input.detach().DetachFromDisposeScope(), output.alias().DetachFromDisposeScope(), before, after));
        return output;
    }

    /// <summary>An operation in place would put what follows it into the gradient, silently: the values of the first batch show
    /// it.</summary>
    private void CheckUnchanged()
    {
        if (_isChecked)
        {
            return;
        }

        foreach (var capture in _captures!)
        {
            if (!Checksum(capture.Output).Equals(capture.OutputSum))
            {
                Throw.ChangedInPlace(capture.Module.Name, "output");
            }

            if (!Checksum(capture.Input).Equals(capture.InputSum))
            {
                Throw.ChangedInPlace(capture.Module.Name, "input");
            }
        }

        _isChecked = true;
    }

    private static double Checksum(Tensor values)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return values.detach().sum().to_type(ScalarType.Float64).item<double>();
    }

    private IReadOnlyList<GradientBlock> Combine(IReadOnlyList<Tensor> gradients)
    {
        var contributions = new List<GradientBlock>[_modules.Layout.Blocks.Count];
        for (var i = 0; i < _captures!.Count; i++)
        {
            var module = _captures[i].Module;
            var first = _modules.FirstBlock(module);
            if (gradients[i].shape[0] != _examples)
            {
                Throw.NotPerExample(module.Name, gradients[i].shape, _examples);
            }

            foreach (var block in module.Differentiate(_captures[i].Input, gradients[i], _mask))
            {
                (contributions[first++] ??= []).Add(block);
            }
        }

        return [.. contributions.Select(parts => parts.Count == 1 ? parts[0] : new SummedGradient(parts))];
    }

    private static void Check(Tensor values, ExampleBatch batch, Objective objective)
    {
        if (values.dim() != 1 || values.shape[0] != batch.Count)
        {
            Throw.LossShape($"[{string.Join(", ", values.shape)}]", batch.Count);
        }

        using var finite = values.isfinite();
        using var all = finite.all();
        if (all.item<bool>())
        {
            return;
        }

        using var numbers = values.detach().to_type(ScalarType.Float32).cpu();
        var list = numbers.data<float>().ToArray();
        var index = Array.FindIndex(list, value => !float.IsFinite(value));
        Throw.LossNotFinite(Name(objective), batch.Ids[index], list[index]);
    }

    private static string Name(Objective objective) => objective.ToString().ToLowerInvariant();

    private sealed record Capture(TrackedModule Module, Tensor Input, Tensor Output, double InputSum, double OutputSum) : IDisposable
    {
        public void Dispose()
        {
            Input.Dispose();
            Output.Dispose();
        }
    }
}
