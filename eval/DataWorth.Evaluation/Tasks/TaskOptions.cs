using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using DataWorth.Models.Training;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Tasks;

/// <summary>What every benchmark task can be told. The constructor without parameters of a derived record gives the task's own
/// values.</summary>
public abstract record TaskOptions : IValidatedOptions
{
    /// <summary>Number of training examples N: the first of the data set; at least 2. Default 6,000.</summary>
    [Description("How many training examples are used: the first of the data set.")]
    [Range(2, int.MaxValue)]
    public int TrainCount { get; init; } = 6000;

    /// <summary>Number of queries Q, drawn without replacement from the test examples; at least 1. Default 200.</summary>
    [Description("How many test examples are asked about, drawn by query-seed.")]
    [Range(1, int.MaxValue)]
    public int QueryCount { get; init; } = 200;

    /// <summary>Seed of that choice. Default 0.</summary>
    [Description("Seed of the choice of queries.")]
    public long QuerySeed { get; init; }

    /// <summary>How models are trained. Its seed and threads are those of each retraining, so that they are refused here.</summary>
    [Description("How models are trained.")]
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or has no influence.</exception>
    public virtual void Validate()
    {
        OptionRules.CheckRanges(this);
        Training.Validate();
        OptionRules.RefuseUnused(
            Training,
            [
                new(nameof(Training.Seed), "every retraining has a seed of its own"),
                new(nameof(Training.Threads), "every retraining runs on one thread"),
            ]
        );
    }

    /// <summary>Draws the queries.</summary>
    /// <param name="available">Number of test examples.</param>
    /// <returns>Positions of test examples, [Q].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer test examples than queries.</exception>
    public int[] DrawQueries(int available)
    {
        if (QueryCount > available)
        {
            Throw.OutOfRange(nameof(QueryCount), QueryCount, $"a number from 1 to {available}");
        }

        return new SeededRandom(QuerySeed).NextSubset(available, QueryCount);
    }
}
