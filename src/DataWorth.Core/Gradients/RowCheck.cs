using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Takes the gradients of some rows of a batch once more, each row by itself and without padding: they are the same unless the
/// loss is averaged over the batch, depends on other rows or on padding, or on chance.</summary>
/// <remarks>For each objective the first batch of several rows is checked, the first that is padded, and the first of one row, which is
/// taken again as it is.
/// Compared are the part of the gradient along the row's own, and how far the two are apart: a row may have no gradient by itself.</remarks>
internal sealed class RowCheck(AttributionTask task)
{
    private const int MostTiny = 8;

    private readonly HashSet<(string Objective, Situation Situation)> _checked = [];
    private int _tiny;

    private enum Situation
    {
        Alone,
        Beside,
        Padded,
    }

    /// <summary>Checks the first, the middle and the last row of a batch, unless one like it was checked for this objective: one row says
    /// nothing about batches, nor do rows of one length about padding.</summary>
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
        var situation = batch.Count == 1 ? Situation.Alone : Situation.Beside;
        if (situation == Situation.Beside && !_checked.Contains((objective.Name, Situation.Padded)) && IsPadded(batch))
        {
            situation = Situation.Padded;
        }

        if (_checked.Contains((objective.Name, situation)))
        {
            return;
        }

        var norms = Norms(gradients);
        int[] rows = [.. new[] { 0, batch.Count / 2, batch.Count - 1, Array.IndexOf(norms, norms.Max()) }.Distinct()];
        var found = rows.Select(index => Check(batch, index, norms[index], objective, gradients, take)).ToList();
        if (found.TrueForAll(row => row.IsTiny))
        {
            // Gradients of rows that the model is sure of are rounding: they show a mean over the batch at most, and the next batches are
            // looked at too.
            if (batch.Count > 2 && found.TrueForAll(row => Math.Abs((row.Ratio * batch.Count) - 1) < 0.02))
            {
                CoreThrow.MixesRows(objective.Name, batch.Ids[rows[0]], 1 - found[0].Ratio, batch.Count);
            }

            if (++_tiny < MostTiny)
            {
                return;
            }
        }

        _checked.Add((objective.Name, situation == Situation.Padded ? Situation.Beside : situation));
        if (situation == Situation.Padded && rows.Length >= 3)
        {
            _checked.Add((objective.Name, Situation.Padded)); // of two rows, one may end in what padding is made of
        }
    }

    /// <summary>Squared norms of the rows' gradients.</summary>
    private static double[] Norms(IReadOnlyList<GradientBlock> gradients)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor? sum = null;
        foreach (var block in gradients)
        {
            var squares = block.WeightedSquares(null).to_type(ScalarType.Float64); // [B]
            sum = sum is null ? squares : sum.add_(squares);
        }

        return sum!.cpu().data<double>().ToArray();
    }

    private static bool IsPadded(ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        return batch.Columns.Any(column =>
            column.Key.EndsWith(BatchColumn.MaskSuffix, StringComparison.Ordinal) && !column.Value.ne(0).all().item<bool>()
        );
    }

    /// <summary>Compares a row, unless its gradient is too small for it.</summary>
    private (double Ratio, bool IsTiny) Check(
        ExampleBatch batch,
        int index,
        double norm,
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
            // <g, a> and <a, a> of the row's gradient g in the batch and a by itself.
            var (product, single) = (0.0, 0.0);
            for (var i = 0; i < alone.Count; i++)
            {
                product += Number(gradients[i].Dot(alone[i])[index, 0]);
                single += Number(alone[i].Dot(alone[i])[0, 0]);
            }

            // Sums of other shapes round differently, and a ReLU at its edge may turn over; an average is off by a factor of 2 or more.
            var is16Bit = task.Model.parameters().Any(parameter => parameter.dtype is ScalarType.Float16 or ScalarType.BFloat16);
            var (tolerance, floor) = (is16Bit ? 0.4 : 0.02, is16Bit ? 1e-6 : 1e-10);
            var largest = Math.Max(norm, single);
            var along = Math.Abs(product - single) / Math.Max(Math.Abs(product), single);
            var apart = Math.Max(0, norm - (2 * product) + single) / largest; // |g - a|^2
            if (largest > floor && (along > tolerance || apart > 2 * tolerance))
            {
                CoreThrow.MixesRows(objective.Name, batch.Ids[index], along > tolerance ? along : Math.Sqrt(apart), batch.Count);
            }

            return (product / single, largest <= floor);
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
