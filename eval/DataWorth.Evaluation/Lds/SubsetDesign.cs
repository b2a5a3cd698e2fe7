using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using DataWorth.Evaluation.Retraining;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Lds;

/// <summary>The random subsets of a linear datamodeling score, and the retrainings they need.</summary>
/// <remarks>
/// Subset j is drawn without replacement by stream j + 1 of the seed; its size is round(fraction N). All subsets are retrained from the
/// same seeds
/// <see cref="FirstRetrainingSeed"/>, +1, ...: what a seed adds to every subset alike does not move their order.
/// </remarks>
public sealed record SubsetDesign
{
    /// <summary>Seed of the first retraining of each subset. Models that are attributed have smaller seeds, so that no retraining shares
    /// its model's initial weights.</summary>
    public const long FirstRetrainingSeed = 1000;

    /// <summary>Number of subsets m, at least 2. Default 100.</summary>
    [Description("Number of random subsets.")]
    [Range(2, int.MaxValue)]
    public int Count { get; init; } = 100;

    /// <summary>Share alpha of the training examples in a subset, within (0, 1). Default 0.5.</summary>
    [Description("Share of the training examples in a subset.")]
    [Range(0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Fraction { get; init; } = 0.5;

    /// <summary>Retrainings R per subset, at least 1. Default 10.</summary>
    [Description("Retrainings of each subset, from different seeds; their mean counts.")]
    [Range(1, int.MaxValue)]
    public int Retrainings { get; init; } = 10;

    /// <summary>Seed of the choice of subsets. Default 0.</summary>
    [Description("Seed of the choice of subsets.")]
    public long Seed { get; init; }

    /// <summary>The subsets, [m].</summary>
    /// <param name="trainCount">Number of training examples N.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public IReadOnlyList<MemberSet> Draw(int trainCount)
    {
        OptionRules.CheckRanges(this);
        if (!Fits(trainCount))
        {
            Throw.OutOfRange(nameof(Fraction), Fraction, "a share between 0 and 1 that leaves examples in and out");
        }

        return
        [
            .. Enumerable
                .Range(0, Count)
                .Select(j => MemberSet.Of(trainCount, new SeededRandom(Seed, (ulong)j + 1).NextSubset(trainCount, Size(trainCount)))),
        ];
    }

    /// <summary>Whether subsets leave examples in and out.</summary>
    internal bool Fits(int trainCount) => Size(trainCount) is var size && size >= 1 && size < trainCount;

    /// <summary>The retrainings: of all subsets from the first seed, then from the second, ...; a bank that is filled in part serves with
    /// fewer retrainings.</summary>
    /// <param name="trainCount">Number of training examples N.</param>
    public IReadOnlyList<RetrainRequest> Requests(int trainCount)
    {
        var subsets = Draw(trainCount);
        return
        [
            .. Enumerable
                .Range(0, Retrainings)
                .SelectMany(r => subsets.Select(subset => new RetrainRequest(subset, FirstRetrainingSeed + r))),
        ];
    }

    private int Size(int trainCount) => (int)Math.Round(Fraction * trainCount);
}
