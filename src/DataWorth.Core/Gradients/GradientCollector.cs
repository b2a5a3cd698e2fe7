using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Takes per-example gradients of a model's tracked modules with one forward and one activation-only backward pass.</summary>
/// <remarks>
/// A forward hook keeps what went into a module and what came out; the gradient of the summed objective by the outputs then gives the
/// per-example weight gradient as sum_t g_t a_t^T. Weight gradients of the batch are never computed. The collector runs the model in
/// evaluation mode and changes neither parameters, buffers, gradients nor modes. It checks that nothing changes those values in place later
/// in the pass (a ReLU with inplace: true), which would give gradients of something else, and, for the first batch, that a
/// row's objective does not depend on the other rows. Not thread-safe: one collector per model copy.
/// </remarks>
public sealed class GradientCollector
{
    private const long SampledNumbers = 1 << 14;

    private readonly AttributionTask _task;
    private readonly TrackedModules _modules;
    private List<Capture>? _captures;
    private PositionMask? _mask;
    private int _examples;
    private readonly RowCheck _rows;
    private readonly ExampleAxes _axes;
    private int _thread;

    /// <summary>A collector for a model's tracked modules. Nothing is left on the model between two calls of <see
    /// cref="Collect"/>.</summary>
    public GradientCollector(AttributionTask task, TrackedModules modules) =>
        (_task, _modules, _rows, _axes) = (task, modules, new RowCheck(task, modules), new ExampleAxes(task, modules));

    /// <summary>Which tokens are scaled down. Default null: none.</summary>
    public TokenClipping? Clipping { get; init; }

    /// <summary>Blocks of the collected gradients.</summary>
    public FeatureLayout Layout => _modules.Layout;

    /// <summary>The per-example gradients of a batch, one block per entry of <see cref="Layout"/>. The caller owns them.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="objective">What is differentiated. Default null: the loss.</param>
    /// <param name="observe">Given the model's outputs of the same pass.</param>
    /// <exception cref="InvalidOperationException">The model cannot run on a row, a module produced no activation, its output is changed in
    /// place or has not the batch's examples in its first dimension, the objective is not finite, depends on other rows or on no tracked
    /// module, or libtorch cannot differentiate it.</exception>
    public IReadOnlyList<GradientBlock> Collect(ExampleBatch batch, Objective? objective = null, Action<Tensor>? observe = null)
    {
        objective ??= Objective.Loss;
        lock (ModelGate.Of(_task.Model))
        {
            _axes.Look(batch);
            var gradients = Take(batch, objective, observe);
            try
            {
                _rows.Run(batch, objective, gradients, row => Take(row, objective, observe: null), isPlain: Clipping is null);
                return gradients;
            }
            catch
            {
                foreach (var block in gradients)
                {
                    block.Dispose();
                }

                throw;
            }
        }
    }

    /// <summary>The share of every position in one example's gradient, as if each position were an example: block l of position t is
    /// g_t a_t^T, and the sum over t is the example's gradient. The caller owns them.</summary>
    /// <param name="batch">One example of T positions, without padding.</param>
    /// <param name="objective">What is differentiated. Default null: the loss.</param>
    /// <returns>Blocks of T gradients each.</returns>
    /// <exception cref="ArgumentException">There is not exactly one example.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Collect"/>; or a module does not see one input and output a
    /// position.</exception>
    public IReadOnlyList<GradientBlock> CollectPositions(ExampleBatch batch, Objective? objective = null)
    {
        if (batch.Count != 1)
        {
            CoreThrow.NotOneExample(batch.Count);
        }

        lock (ModelGate.Of(_task.Model))
        {
            _axes.Look(batch);
            return Take(batch, objective ?? Objective.Loss, observe: null, byPosition: true);
        }
    }

    private IReadOnlyList<GradientBlock> Take(ExampleBatch batch, Objective objective, Action<Tensor>? observe, bool byPosition = false)
    {
        using var mode = EvaluationMode.Of(_task);
        using var hooks = new ForwardHooks(_modules.Modules, Keep);
        (_captures, _thread) = ([], Environment.CurrentManagedThreadId);
        try
        {
            using var scope = NewDisposeScope();
            using var gradientMode = enable_grad();
            (_examples, _mask) = (batch.Count, PositionMask.From(_task.PositionMask(batch), batch.Count));
            var outputs = ModelRun.Forward(_task, batch);
            CheckUnchanged();
            observe?.Invoke(outputs);
            var values = ModelRun.Values(_task, outputs, batch, objective);
            if (!values.requires_grad)
            {
                CoreThrow.NoGradient(objective.Name);
            }

            foreach (var module in _modules.Modules)
            {
                if (!_captures.Any(capture => capture.Module == module))
                {
                    CoreThrow.NoActivation(module.Name);
                }
            }

            CheckMask();
            using var total = values.sum();
            var used = _captures.Where(capture => capture.Output.requires_grad).ToList();
            var gradients = used.Zip(Derivatives.Of(total, [.. used.Select(capture => capture.Output)]))
                .ToDictionary(pair => pair.First, pair => pair.Second);
            if (gradients.Values.All(gradient => gradient is null))
            {
                CoreThrow.NoTrackedGradient(objective.Name, _modules.Modules.Select(module => module.Name));
            }

            using var off = no_grad();
            // A module that the objective does not depend on (a second head, a backbone under no_grad) has a gradient of zero.
            var all = _captures.Select(capture => gradients.GetValueOrDefault(capture) ?? zeros_like(capture.Output)).ToList();
            all = Clipping is { } clipping ? Clip(all, clipping) : all;
            return byPosition ? CombinePositions(all) : Combine(all);
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>A mask that fits no module that has positions masks nothing, silently.</summary>
    private void CheckMask()
    {
        var positions = _captures!.Where(capture => capture.Input.dim() > 2).ToList();
        bool Fits(Capture capture) => _mask.Fits(capture.Input) && _axes.HasPositions(capture.Module, capture.Use);
        if (_task is DelegateTask { HasGivenMask: false })
        {
            return; // a model may take the mean before its first module
        }

        if (_mask is { HasPadding: true } mask && positions.Count > 0 && !positions.Exists(Fits))
        {
            CoreThrow.MaskFitsNothing(mask.Values.shape, positions[0].Module.Name, positions[0].Input.shape);
        }
    }

    private Tensor Keep(TrackedModule module, Tensor input, Tensor output)
    {
        if (_captures is null || Environment.CurrentManagedThreadId != _thread)
        {
            return output; // somebody else's call of the model
        }

        // With frozen parameters the first outputs are leaves without a graph: they become its start. Under no_grad they stay out of it.
        if (!output.requires_grad && is_grad_enabled())
        {
            output.requires_grad_(true);
        }

        var use = _captures.Count(capture => capture.Module == module);
        output = module.PerExample(input, output, _examples, _axes.IsShared(module, use));
        var (before, after) = (input.detach().DetachFromDisposeScope(), output.alias().DetachFromDisposeScope());
        var (into, outOf) = (Checksum(before).DetachFromDisposeScope(), Checksum(after).DetachFromDisposeScope());
        _captures.Add(new Capture(module, use, before, after, into, outOf));
        return output;
    }

    private void Forget()
    {
        foreach (var capture in _captures ?? [])
        {
            capture.Dispose();
        }

        (_captures, _mask) = (null, null);
    }

    /// <summary>An operation in place would put what follows it into the gradient, silently: the values show it, or it changed
    /// none.</summary>
    private void CheckUnchanged()
    {
        if (_captures!.Count == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var before = stack([.. _captures.SelectMany(capture => new[] { capture.InputSum, capture.OutputSum })]); // [2 captures]
        var after = stack([.. _captures.SelectMany(capture => new[] { Checksum(capture.Input), Checksum(capture.Output) })]);
        var isSame = before.eq(after).logical_or(before.isnan().logical_and(after.isnan()));
        if (isSame.all().item<bool>())
        {
            return;
        }

        var same = isSame.cpu().data<bool>().ToArray();
        var first = Array.IndexOf(same, false);
        CoreThrow.ChangedInPlace(_captures[first / 2].Module.Name, first % 2 == 0 ? "input" : "output");
    }

    /// <summary>The sum in float64, of every so many values where there are more than 16,384. Few calls: on a GPU each takes as long as its
    /// work.</summary>
    private static Tensor Checksum(Tensor values)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (count, step) = (values.NumberOfElements, 1 + (values.NumberOfElements / SampledNumbers));
        var sample = values.is_contiguous()
            ? values.as_strided([(count + step - 1) / step], [step], values.storage_offset())
            : values.reshape(-1).slice(0, 0, count, step);
        return sample.sum(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    private List<Tensor> Clip(List<Tensor> gradients, TokenClipping clipping)
    {
        var wide = gradients.ConvertAll(Wide);
        using var lengths = PositionLengths.Of(
            _captures!.Zip(wide, (capture, gradient) => (capture.Module, Wide(capture.Input), gradient, MaskOf(capture)))
        );
        var factors = clipping.Factors(lengths).unsqueeze(-1); // [B, T, 1]
        return wide.ConvertAll(gradient => gradient * factors.to_type(gradient.dtype));
    }

    private PositionMask? MaskOf(Capture capture) => _axes.HasPositions(capture.Module, capture.Use) ? _mask : null;

    private IReadOnlyList<GradientBlock> Combine(IReadOnlyList<Tensor> gradients)
    {
        var contributions = new List<GradientBlock>[_modules.Layout.Blocks.Count];
        for (var i = 0; i < _captures!.Count; i++)
        {
            var module = _captures[i].Module;
            var first = _modules.FirstBlock(module);
            if (gradients[i].shape[0] != _examples)
            {
                CoreThrow.NotPerExample(module.Name, gradients[i].shape, _examples);
            }

            // Blocks outlive the captures.
            var (input, gradient) = module.KeepsNarrow
                ? (_captures[i].Input.alias(), gradients[i].alias())
                : (Wide(_captures[i].Input), Wide(gradients[i]));
            foreach (var block in module.Differentiate(input, gradient, MaskOf(_captures[i])))
            {
                (contributions[first++] ??= []).Add(block);
            }
        }

        return [.. contributions.Select(parts => parts.Count == 1 ? parts[0] : new SummedGradient(parts))];
    }

    private IReadOnlyList<GradientBlock> CombinePositions(IReadOnlyList<Tensor> gradients)
    {
        var contributions = new List<GradientBlock>[_modules.Layout.Blocks.Count];
        var positions = gradients[0].dim() > 2 ? gradients[0].shape[1] : 0;
        for (var i = 0; i < _captures!.Count; i++)
        {
            var (module, input, gradient) = (_captures[i].Module, _captures[i].Input, gradients[i]);
            var first = _modules.FirstBlock(module);
            // Positions that all examples share are [T] or [1, T].
            var apart = input.dim() == 1 ? input.unsqueeze(0) : input;
            if (gradient.dim() != 3 || gradient.shape[1] != positions || apart.dim() < 2 || apart.shape[1] != positions)
            {
                CoreThrow.NoPositions(module.Name, gradient.shape);
            }

            foreach (var block in module.Differentiate(Wide(apart.transpose(0, 1)), Wide(gradient.transpose(0, 1)), null)) // [T, 1, X]
            {
                (contributions[first++] ??= []).Add(block);
            }
        }

        return [.. contributions.Select(parts => parts.Count == 1 ? parts[0] : new SummedGradient(parts))];
    }

    /// <summary>Gradients of 16-bit models are combined, projected and summed in float32.</summary>
    private static Tensor Wide(Tensor values) => values.is_floating_point() ? values.to_type(WideType.Of(values.dtype)) : values;

    private sealed record Capture(TrackedModule Module, int Use, Tensor Input, Tensor Output, Tensor InputSum, Tensor OutputSum)
        : IDisposable
    {
        public void Dispose()
        {
            Input.Dispose();
            Output.Dispose();
            InputSum.Dispose();
            OutputSum.Dispose();
        }
    }
}
