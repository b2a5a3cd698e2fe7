using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Lds;

/// <summary>Linear datamodeling score of one method.</summary>
public sealed record LdsScore
{
    /// <summary>Mean over queries and models.</summary>
    public required double Mean { get; init; }

    /// <summary>95 % interval by bootstrap over queries.</summary>
    public required Interval OverQueries { get; init; }

    /// <summary>95 % interval by bootstrap over subsets.</summary>
    public required Interval OverSubsets { get; init; }

    /// <summary>Standard deviation of the mean over the attributed models; 0 for a single one.</summary>
    public required double ModelDeviation { get; init; }

    /// <summary>The score of each attributed model.</summary>
    public required IReadOnlyList<ModelLds> Models { get; init; }

    /// <summary>Queries, counted once per model, whose prediction or measurement is the same for all subsets: they count as 0.</summary>
    public required int ConstantPredictions { get; init; }

    internal IReadOnlyList<double> PerQuery { get; init; } = [];

    internal IReadOnlyList<double> SubsetReplicates { get; init; } = [];

    /// <summary>The difference of two scores on the same retrainings, with the same resamples on both sides.</summary>
    /// <param name="other">The score that is taken away.</param>
    /// <returns>Mean difference and its 95 % intervals over queries and over subsets.</returns>
    /// <exception cref="ArgumentException">The other score is of another number of queries.</exception>
    public LdsDifference Minus(LdsScore other)
    {
        if (other.PerQuery.Count != PerQuery.Count)
        {
            Throw.LengthsDiffer("queries in the other score", other.PerQuery.Count, "queries", PerQuery.Count);
        }

        double[] differences = [.. PerQuery.Zip(other.PerQuery, (left, right) => left - right)];
        return new LdsDifference(
            Mean - other.Mean,
            Bootstrap.Percentile(
                Bootstrap.Means(differences, Bootstrap.Resample(differences.Length, LdsProtocol.QueryReplicates, LdsProtocol.QuerySeed))
            ),
            Bootstrap.Percentile(SubsetReplicates.Zip(other.SubsetReplicates, (left, right) => left - right))
        );
    }
}
