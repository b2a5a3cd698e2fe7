using System.Runtime.InteropServices;
using DataWorth.Runtime;

namespace DataWorth.Tasks;

/// <summary>Runs a task on a batch, and says which row it was that libtorch refused.</summary>
internal static class ModelRun
{
    /// <summary>The model's outputs.</summary>
    /// <exception cref="InvalidOperationException">The model cannot run on a row.</exception>
    public static Tensor Forward(AttributionTask task, ExampleBatch batch) => Guarded(task, batch, null, part => task.Forward(part));

    /// <summary>An objective's values, [B].</summary>
    /// <exception cref="InvalidOperationException">The objective cannot be computed for a row, has another shape, or is not
    /// finite.</exception>
    public static Tensor Values(AttributionTask task, Tensor outputs, ExampleBatch batch, Objective objective)
    {
        var values = Guarded(task, batch, objective, part => objective.Values(task, part == batch ? outputs : task.Forward(part), part));
        if (values.dim() != 1 || values.shape[0] != batch.Count)
        {
            CoreThrow.LossShape(objective.Name, $"[{string.Join(", ", values.shape)}]", batch.Count);
        }

        using var finite = values.isfinite();
        using var all = finite.all();
        if (!all.item<bool>())
        {
            using var numbers = values.detach().to_type(ScalarType.Float32).cpu();
            var list = numbers.data<float>().ToArray();
            var index = Array.FindIndex(list, value => !float.IsFinite(value));
            CoreThrow.LossNotFinite(objective.Name, batch.Ids[index], list[index]);
        }

        return values;
    }

    private static Tensor Guarded(AttributionTask task, ExampleBatch batch, Objective? objective, Func<ExampleBatch, Tensor> run)
    {
        try
        {
            return run(batch);
        }
        catch (ExternalException exception) when (!MemoryExhaustion.Is(exception))
        {
            for (var row = 0; row < batch.Count; row++)
            {
                using var scope = NewDisposeScope();
                using var off = no_grad();
                using var single = batch.Row(row);
                try
                {
                    run(single);
                }
                catch (ExternalException alone) when (!MemoryExhaustion.Is(alone))
                {
                    CoreThrow.RowFails(objective?.Name ?? "model", batch.Ids[row], single.Describe(), alone);
                }
            }

            CoreThrow.BatchFails(objective?.Name ?? "model", batch.Ids, batch.Describe(), exception);
            throw;
        }
    }
}
