using DataWorth.Gradients;
using DataWorth.LinearAlgebra;
using DataWorth.Tasks;

namespace DataWorth.Features;

/// <summary>phi = the input of a chosen module, averaged over real positions: a hidden representation [B, I].</summary>
public sealed class RepresentationMap : IFeatureMap
{
    private readonly AttributionTask _task;
    private readonly TrackedModule _module;
    private Tensor? _input;

    /// <summary>The representation that a module gets.</summary>
    public RepresentationMap(AttributionTask task, TrackedModule module)
    {
        (_task, _module) = (task, module);
        Layout = new FeatureLayout([
            new BlockShape(
                "representation",
                1,
                module.Module is TorchSharp.Modules.Linear linear ? linear.weight.shape[1] : module.Blocks[0].Inputs
            ),
        ]);
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public FeatureBatch Map(ExampleBatch batch)
    {
        lock (ModelGate.Of(_task.Model))
        {
            return Take(batch);
        }
    }

    private FeatureBatch Take(ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var mode = EvaluationMode.Of(_task.Model);
        try
        {
            using (new ForwardHooks([_module], Keep))
            {
                ModelRun.Forward(_task, batch);
            }

            if (_input is null)
            {
                CoreThrow.NoActivation(_module.Name);
            }

            var representation = Mean(_input, _task.PositionMask(batch)).clone(); // [B, 1, I]
            if (!representation.isfinite().all().item<bool>())
            {
                var finite = representation.isfinite().flatten(1).all(1).cpu().data<bool>().ToArray();
                CoreThrow.LossNotFinite("representation", batch.Ids[Array.IndexOf(finite, false)], float.NaN);
            }

            return new FeatureBatch(batch.Ids, [new DenseGradient("representation", representation)]);
        }
        finally
        {
            _input?.Dispose();
            _input = null;
        }
    }

    /// <summary>Nothing is held between two batches.</summary>
    public void Dispose() { }

    private Tensor Keep(TrackedModule module, Tensor input, Tensor output)
    {
        _input?.Dispose();
        _input = input.detach().DetachFromDisposeScope();
        return output;
    }

    /// <summary>[B, I] or [B, T, I] to [B, 1, I], in at least float32.</summary>
    private static Tensor Mean(Tensor representation, Tensor? mask)
    {
        var input = representation.to_type(WideType.Of(representation.dtype));
        if (input.dim() == 2)
        {
            return input.unsqueeze(1);
        }

        if (mask is null)
        {
            return input.flatten(1, -2).mean([1], keepdim: true);
        }

        var weights = mask.to_type(input.dtype).unsqueeze(-1);
        return (input * weights).sum(1, keepdim: true) / weights.sum(1, keepdim: true);
    }
}
