using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Takes the gradients of some rows of a batch once more, each row by itself and without padding: they are the same unless the
/// loss is averaged over the batch, depends on other rows or on padding, or on chance.</summary>
/// <remarks>For each objective the first batch of two rows is checked, the first of more, the first that is padded, and the first of one row,
/// which is taken again as it is.
/// Compared are the part of the gradient along the row's own, and how far the two are apart: a row may have no gradient by itself. Then the
/// row's gradient is compared with libtorch's (<see cref="AutogradCheck"/>): of large models that of the largest gradient, once, and once more
/// where rows are padded.</remarks>
internal sealed class RowCheck(AttributionTask task, TrackedModules modules)
{
    private const long FewNumbers = 1 << 20;
    private const int MostTiny = 8;
    private const double SeveralRows = 0.01;
    private const double FineFloor = 1e-6;

    private readonly HashSet<(string Objective, Situation Situation)> _checked = [];
    private readonly HashSet<int> _countPadding = [];
    private readonly HashSet<(string Objective, bool IsPadded)> _compared = [];
    private readonly AutogradCheck _autograd = new(task, modules);
    private int _tiny;

    private enum Situation
    {
        Alone,
        Pair,
        Beside,
        Padded,
    }

    /// <summary>Checks the first, middle and last row of a batch, the one of the largest gradient and the one with the most padding, unless a batch
    /// like it was checked for this objective: one row says nothing about batches, nor do rows of one length about padding.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="objective">What was differentiated.</param>
    /// <param name="gradients">Its gradients in the batch.</param>
    /// <param name="take">Takes the gradients of a batch.</param>
    /// <param name="isPlain">Whether gradients are those of the objective, and not changed by a rule (<see cref="TokenClipping"/>).</param>
    /// <exception cref="InvalidOperationException">A row has another gradient by itself, or than libtorch.</exception>
    public void Run(
        ExampleBatch batch,
        Objective objective,
        IReadOnlyList<GradientBlock> gradients,
        Func<ExampleBatch, IReadOnlyList<GradientBlock>> take,
        bool isPlain
    )
    {
        var situation = batch.Count switch
        {
            1 => Situation.Alone,
            2 => Situation.Pair, // what mixes more rows than two is not seen
            _ => Situation.Beside,
        };
        if (batch.Count > 1 && !_checked.Contains((objective.Name, Situation.Padded)) && IsPadded(batch))
        {
            situation = Situation.Padded;
        }

        if (_checked.Contains((objective.Name, situation)))
        {
            MarkPadding(batch, gradients);
            return;
        }

        var norms = Norms(gradients);
        var largest = Array.IndexOf(norms, norms.Max());
        int[] rows = [.. new[] { 0, batch.Count / 2, batch.Count - 1, largest, Shortest(batch) }.Distinct()];
        var compared = (objective.Name, situation == Situation.Padded);
        bool Compares(int index) => isPlain && (modules.Layout.Size <= FewNumbers || (index == largest && !_compared.Contains(compared)));
        var found = rows.Select(index => Check(batch, index, norms[index], objective, gradients, take, Compares(index))).ToList();
        RequireAgreement(batch, rows, objective, found);
        MarkPadding(batch, gradients);
        _compared.Add(compared);
        if (found.TrueForAll(row => row.IsTiny) && ++_tiny < MostTiny)
        {
            return; // the next batches are looked at too
        }

        _checked.Add((objective.Name, batch.Count == 1 ? Situation.Alone : Situation.Pair));
        if (batch.Count > 2)
        {
            _checked.Add((objective.Name, Situation.Beside));
        }

        if (situation == Situation.Padded && rows.Length >= 3)
        {
            _checked.Add((objective.Name, Situation.Padded)); // of two rows, one may end in what padding is made of
        }
    }

    private static void RequireAgreement(
        ExampleBatch batch,
        int[] rows,
        Objective objective,
        List<(double Ratio, double Difference, bool IsTiny)> found
    )
    {
        // Gradients of rows that the model is sure of are rounding: they show a mean over the batch at most.
        if (found.TrueForAll(row => row.IsTiny))
        {
            if (batch.Count > 2 && found.TrueForAll(row => Math.Abs((row.Ratio * batch.Count) - 1) < 0.02))
            {
                CoreThrow.MixesRows(objective.Name, batch.Ids[rows[0]], 1 - found[0].Ratio, batch.Count);
            }

            return;
        }

        // A ReLU at its edge turns over for one row in a hundred, not for two of four.
        var apart = found.Index().Where(row => !row.Item.IsTiny && row.Item.Difference > SeveralRows).ToList();
        if (apart.Count > 1)
        {
            var (index, most) = apart.MaxBy(row => row.Item.Difference);
            CoreThrow.MixesRows(objective.Name, batch.Ids[rows[index]], most.Difference, batch.Count);
        }
    }

    // Blocks whose positions depend on how long the other rows of a batch are, without a mask that says which are real.
    private void MarkPadding(ExampleBatch batch, IReadOnlyList<GradientBlock> gradients)
    {
        if (_countPadding.Count > 0 && IsPadded(batch))
        {
            foreach (var factors in _countPadding.SelectMany(index => Factors(gradients[index])))
            {
                factors.CountsPadding = true;
            }
        }
    }

    private static IEnumerable<KroneckerGradient> Factors(GradientBlock block) =>
        block switch
        {
            KroneckerGradient factors => [factors],
            SummedGradient sum => sum.Parts.SelectMany(Factors),
            _ => [],
        };

    private static bool MayCountPadding(GradientBlock inBatch, GradientBlock alone) =>
        Factors(inBatch)
            .Zip(Factors(alone))
            .Any(pair => pair.First.Length > pair.Second.Length && pair.First.Positions == pair.First.Count * pair.First.Length);

    // The row with the most padding.
    private static int Shortest(ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        var counts = Masks(batch).Select(mask => mask.ne(0).reshape(batch.Count, -1).sum(1)).ToList();
        return counts.Count == 0 ? 0 : (int)counts.Aggregate((sum, next) => sum + next).argmin().item<long>();
    }

    private static IEnumerable<Tensor> Masks(ExampleBatch batch) =>
        batch.Columns.Where(column => column.Key.EndsWith(BatchColumn.MaskSuffix, StringComparison.Ordinal)).Select(column => column.Value);

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
        return Masks(batch).Any(mask => !mask.ne(0).all().item<bool>());
    }

    /// <summary>Compares a row, unless its gradient is too small for it.</summary>
    private (double Ratio, double Difference, bool IsTiny) Check(
        ExampleBatch batch,
        int index,
        double norm,
        Objective objective,
        IReadOnlyList<GradientBlock> gradients,
        Func<ExampleBatch, IReadOnlyList<GradientBlock>> take,
        bool compares
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

            if (compares)
            {
                _autograd.Run(row, objective, alone, is16Bit ? 0.2 : 0.01);
            }

            for (var i = 0; i < alone.Count && batch.Count > 1; i++)
            {
                if (MayCountPadding(gradients[i], alone[i]))
                {
                    _countPadding.Add(i);
                }
            }

            // The fine comparison of several rows needs gradients that are more than rounding.
            var isFine = !is16Bit && largest > FineFloor;
            return (product / single, isFine ? Math.Max(along, Math.Sqrt(apart)) : 0, largest <= floor);
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
