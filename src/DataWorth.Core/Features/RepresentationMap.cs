using DataWorth.Gradients;
using DataWorth.LinearAlgebra;
using DataWorth.Tasks;

namespace DataWorth.Features;

/// <summary>phi = the input of a chosen module, averaged over real positions: a hidden representation [B, I].</summary>
public sealed class RepresentationMap : IFeatureMap
{
    private readonly AttributionTask _task;
    private readonly TrackedModule _module;
    private const double Rounding = 0.02; // sums of other shapes round differently; what depends on other rows is far off
    private const double Rounding16Bit = 0.2;

    private Tensor? _input;
    private bool _isChecked;

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
            var features = Take(batch);
            if (_isChecked || batch.Count == 1)
            {
                return features;
            }

            try
            {
                CheckRow(batch, features, batch.Count - 1);
                CheckRow(batch, features, batch.Count / 2);
                _isChecked = batch.Count > 2;
                return features;
            }
            catch
            {
                features.Dispose();
                throw;
            }
        }
    }

    /// <summary>A row alone has the representation that it has in the batch, or it depends on other rows, on padding or on
    /// chance.</summary>
    private void CheckRow(ExampleBatch batch, FeatureBatch features, int index)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var row = batch.Row(index);
        using var alone = Take(row);
        var (here, there) = (features.Blocks[0].Materialize()[index], alone.Blocks[0].Materialize()[0]);
        var scale = Math.Max(
            here.norm().to_type(ScalarType.Float64).item<double>(),
            there.norm().to_type(ScalarType.Float64).item<double>()
        );
        var difference = (here - there).norm().to_type(ScalarType.Float64).item<double>();
        var is16Bit = _task.Model.parameters().Any(parameter => parameter.dtype is ScalarType.Float16 or ScalarType.BFloat16);
        if (difference > (is16Bit ? Rounding16Bit : Rounding) * scale)
        {
            CoreThrow.MixesRows("representation", batch.Ids[index], difference / scale, batch.Count);
        }
    }

    private FeatureBatch Take(ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var mode = EvaluationMode.Of(_task);
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

            var mask = _task.PositionMask(batch);
            if (
                mask is not null
                && _input.dim() > 2
                && _input.shape[1] != mask.shape[^1]
                && _task is not DelegateTask { HasGivenMask: false }
            )
            {
                CoreThrow.MaskFitsNothing(mask.shape, _module.Name, _input.shape);
            }

            var representation = Mean(_input, mask).clone(); // [B, 1, I]
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

        if (mask is null || !input.shape[..2].SequenceEqual(mask.shape))
        {
            return input.flatten(1, -2).mean([1], keepdim: true);
        }

        var weights = mask.to_type(input.dtype).reshape([.. mask.shape, .. Enumerable.Repeat(1L, (int)input.dim() - 2)]);
        var sum = (input * weights).sum(1, keepdim: true) / weights.sum(1, keepdim: true); // [B, 1, ..., I]
        return sum.dim() == 3 ? sum : sum.flatten(1, -2).mean([1], keepdim: true);
    }
}
