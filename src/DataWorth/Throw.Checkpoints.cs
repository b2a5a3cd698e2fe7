using System.Diagnostics.CodeAnalysis;
using DataWorth.Scoring;

namespace DataWorth;

/// <summary>Exceptions about the checkpoints of a fit.</summary>
internal static partial class Throw
{
    private const string Checkpoints = nameof(AttributionOptions.Checkpoints);

    [DoesNotReturn]
    public static void ShareNotFinite(string checkpoint, double share) =>
        throw new ArgumentOutOfRangeException(
            Checkpoints,
            FormattableString.Invariant(
                $"{Checkpoints} gives '{checkpoint}' the share {share}, expected a finite number of at most 3.4e38 in size. Give another share."
            )
        );

    [DoesNotReturn]
    public static void SharesAllZero() =>
        throw new ArgumentException(
            $"{Checkpoints} gives every checkpoint the share 0, so that all scores would be 0. Give at least one another share.",
            Checkpoints
        );

    [DoesNotReturn]
    public static void NegativeShare(string checkpoint, double share, ScoreRule rule) =>
        throw new ArgumentException(
            FormattableString.Invariant(
                $"{Checkpoints} gives '{checkpoint}' the share {share}, and Score = {rule} needs self-influences, whose sum can be 0 or less "
            ) + "with a negative share. Give shares of at least 0, or take Score = Dot.",
            Checkpoints
        );

    [DoesNotReturn]
    public static void SameCheckpoint(ModelCheckpoint first, ModelCheckpoint second) =>
        throw new ArgumentException(
            $"Checkpoints '{first.Name}' and '{second.Name}' have the same weights, which would count twice: the Load of '{second.Name}' "
                + $"may do nothing. Let it put the weights of '{second.Name}' into the model, or give one of the two with the sum of their "
                + FormattableString.Invariant($"shares, {first.Weight + second.Weight}.")
        );
}
