using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Statistics;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Lds;

/// <summary>What retrained models measured, subset by subset: the truth of a linear datamodeling score.</summary>
public sealed class RetrainedSubsets
{
    private const int Splits = 20;
    private const int Replicates = 1000;

    private readonly double[][,] _values;

    private RetrainedSubsets(IReadOnlyList<MemberSet> subsets, double[][,] values)
    {
        Subsets = subsets;
        _values = values;
        QueryCount = values[0].GetLength(1);
        Check();
        Mean = MeanOf(Enumerable.Range(0, values.Length).ToArray());
    }

    /// <summary>The subsets, [m].</summary>
    public IReadOnlyList<MemberSet> Subsets { get; }

    /// <summary>Number of queries Q.</summary>
    public int QueryCount { get; }

    /// <summary>Number of retrainings R per subset.</summary>
    public int Retrainings => _values.Length;

    /// <summary>The measurement of each query, averaged over the retrainings of a subset, [m, Q].</summary>
    public double[,] Mean { get; }

    /// <summary>Number of seeds, from the first, for which the bank has all subsets.</summary>
    /// <param name="bank">The bank.</param>
    /// <param name="design">Subsets and retrainings.</param>
    public static int CompleteRetrainings(RetrainBank bank, SubsetDesign design)
    {
        var missing = bank.Missing(design.Requests(bank.Task.TrainCount), RetrainShard.Whole);
        return missing.Count == 0 ? design.Retrainings : (int)(missing.Min(request => request.Seed) - SubsetDesign.FirstRetrainingSeed);
    }

    /// <summary>Minus the loss of a query.</summary>
    /// <param name="model">What a retrained model gave.</param>
    /// <param name="query">The query.</param>
    public static double NegativeLoss(QueryMeasurements model, int query) => -(double)model.Loss[query];

    /// <summary>The margin of a query.</summary>
    /// <param name="model">What a retrained model gave.</param>
    /// <param name="query">The query.</param>
    public static double Margin(QueryMeasurements model, int query) => model.Margin[query];

    /// <summary>Reads a bank.</summary>
    /// <param name="bank">The bank; it must have all subsets for the first <see cref="SubsetDesign.Retrainings"/> seeds.</param>
    /// <param name="design">Subsets and retrainings.</param>
    /// <param name="measured">What was measured of a query: <see cref="NegativeLoss"/> or <see cref="Margin"/>.</param>
    /// <exception cref="Artifacts.ArtifactNotFoundException">A retraining is missing.</exception>
    public static RetrainedSubsets Read(RetrainBank bank, SubsetDesign design, Func<QueryMeasurements, int, double> measured)
    {
        var subsets = design.Draw(bank.Task.TrainCount);
        var values = new double[design.Retrainings][,];
        for (var r = 0; r < design.Retrainings; r++)
        {
            values[r] = new double[subsets.Count, bank.Task.QueryIds.Count];
            for (var j = 0; j < subsets.Count; j++)
            {
                var model = bank.Read(new RetrainRequest(subsets[j], SubsetDesign.FirstRetrainingSeed + r));
                for (var q = 0; q < model.Count; q++)
                {
                    values[r][j, q] = measured(model, q);
                }
            }
        }

        return new RetrainedSubsets(subsets, values);
    }

    /// <summary>Measurements that were made elsewhere.</summary>
    /// <param name="subsets">The subsets, [m].</param>
    /// <param name="values">One array [m, Q] per retraining, at least one.</param>
    /// <exception cref="ArgumentException">An array has another shape, or a measurement is not finite.</exception>
    public static RetrainedSubsets Of(IReadOnlyList<MemberSet> subsets, params double[][,] values) => new(subsets, values);

    /// <summary>How far the retrainings agree with themselves, which bounds every method's score.</summary>
    /// <remarks>
    /// The R retrainings are split at random into halves 20 times; r is Spearman's correlation of the halves' means over the subsets,
    /// averaged over splits and queries; a query that measures the same for all subsets counts as 0.
    /// Reliability of the mean of all R, by Spearman and Brown: 2 r / (1 + r). A prediction that is right but for the retrainings' noise
    /// scores about its square root.
    /// </remarks>
    /// <returns>Null for a single retraining.</returns>
    public NoiseCeiling? Ceiling()
    {
        if (Retrainings < 2)
        {
            return null;
        }

        var perQuery = new double[QueryCount];
        for (var split = 0; split < Splits; split++)
        {
            var order = new SeededRandom(0, (ulong)split).NextPermutation(Retrainings);
            var (left, right) = (MeanOf(order[..(Retrainings / 2)]), MeanOf(order[(Retrainings / 2)..]));
            for (var q = 0; q < QueryCount; q++)
            {
                var r = Spearman.Correlation(Column(left, q), Column(right, q));
                perQuery[q] += (double.IsNaN(r) ? 0 : r) / Splits;
            }
        }

        var interval = Bootstrap.Percentile(Bootstrap.Means(perQuery, Bootstrap.Resample(QueryCount, Replicates, 0)).Select(Reliability));
        var mean = perQuery.Average();
        return new NoiseCeiling(
            mean,
            Reliability(mean),
            Math.Sqrt(Reliability(mean)),
            new Interval(Math.Sqrt(interval.Low), Math.Sqrt(interval.High))
        );
    }

    internal static double[] Column(double[,] values, int query)
    {
        var column = new double[values.GetLength(0)];
        for (var j = 0; j < column.Length; j++)
        {
            column[j] = values[j, query];
        }

        return column;
    }

    private void Check()
    {
        for (var r = 0; r < _values.Length; r++)
        {
            if (_values[r].GetLength(0) != Subsets.Count)
            {
                Throw.LengthsDiffer("rows of measurements", _values[r].GetLength(0), "subsets", Subsets.Count);
            }

            if (_values[r].GetLength(1) != QueryCount)
            {
                Throw.LengthsDiffer($"queries in retraining {r}", _values[r].GetLength(1), "queries of the first", QueryCount);
            }

            for (var j = 0; j < Subsets.Count; j++)
            {
                for (var q = 0; q < QueryCount; q++)
                {
                    if (!double.IsFinite(_values[r][j, q]))
                    {
                        Throw.MeasurementIsNotFinite(q, r, j, _values[r][j, q]);
                    }
                }
            }
        }
    }

    private static double Reliability(double correlation) => Math.Max(0, 2 * correlation / (1 + correlation));

    private double[,] MeanOf(int[] retrainings)
    {
        var mean = new double[Subsets.Count, QueryCount];
        foreach (var r in retrainings)
        {
            for (var j = 0; j < Subsets.Count; j++)
            {
                for (var q = 0; q < QueryCount; q++)
                {
                    mean[j, q] += _values[r][j, q] / retrainings.Length;
                }
            }
        }

        return mean;
    }
}
