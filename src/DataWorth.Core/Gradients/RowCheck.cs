using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Takes the gradients of some rows of a batch once more, each row by itself and without padding: they are the same unless the
/// loss is averaged over the batch, depends on other rows or on padding, or on chance.</summary>
/// <remarks>The first batch of several rows is checked for each objective, and the first of one row, which is taken again as it is.
/// Compared is the part of the gradient along the row's own: what others add at right angles to it is not seen, at the price of no
/// matrices.</remarks>
internal sealed class RowCheck(AttributionTask task)
{
    private readonly HashSet<(string Objective, bool HasOthers)> _checked = [];

    /// <summary>Checks the first, the middle and the last row of a batch, unless a batch was checked for this objective: one row says
    /// nothing about batches.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="objective">What was differentiated.</param>
    /// <param name="gradients">Its gradients in the batch.</param>
    /// <param name="take">Takes the gradients of a batch.</param>
    /// <exception cref="InvalidOperationException">A row has another gradient by itself.</exception>
    public void Run(
        ExampleBatch batch,
        Objective objective,
        IReadOnlyList<GradientBlock> gradients,
        Func<ExampleBatch, IReadOnlyList<GradientBlock>> take
    )
    {
        var key = (objective.Name, batch.Count > 1);
        if (_checked.Contains(key))
        {
            return;
        }

        foreach (var index in new[] { 0, batch.Count / 2, batch.Count - 1 }.Distinct())
        {
            Check(batch, index, objective, gradients, take);
        }

        _checked.Add(key);
    }

    private void Check(
        ExampleBatch batch,
        int index,
        Objective objective,
        IReadOnlyList<GradientBlock> gradients,
        Func<ExampleBatch, IReadOnlyList<GradientBlock>> take
    )
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var row = batch.Row(index);
        var alone = take(row);
        try
        {
            // <g, a> and <a, a> of the row's gradient g in the batch and a by itself: products of factors, never the matrices.
            var (product, single) = (0.0, 0.0);
            for (var i = 0; i < alone.Count; i++)
            {
                product += Number(gradients[i].Dot(alone[i])[index, 0]);
                single += Number(alone[i].Dot(alone[i])[0, 0]);
            }

            // Sums of other shapes round differently, and a ReLU at its edge may turn over; an average is off by a factor of 2 or more.
            var is16Bit = task.Model.parameters().Any(parameter => parameter.dtype is ScalarType.Float16 or ScalarType.BFloat16);
            var (tolerance, floor) = (is16Bit ? 0.4 : 0.02, is16Bit ? 1e-6 : 1e-10);
            var largest = Math.Max(Math.Abs(product), single);
            if (Math.Abs(product - single) > (tolerance * largest) + floor)
            {
                CoreThrow.MixesRows(objective.Name, batch.Ids[index], Math.Abs(product - single) / largest, batch.Count);
            }
        }
        finally
        {
            foreach (var block in alone)
            {
                block.Dispose();
            }
        }
    }

    private static double Number(Tensor value) => value.to_type(WideType.Of(value.dtype)).to_type(ScalarType.Float64).item<double>();
}
