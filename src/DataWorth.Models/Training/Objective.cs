using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Cross entropy of classes or of next tokens.</summary>
internal static class Objective
{
    /// <summary>Target that does not count.</summary>
    public const long Ignored = -100;

    /// <summary>Mean over the targets that count: logits [B, C] and classes [B], or logits [B, T, V] and tokens [B, T].</summary>
    /// <remarks>NaN if no target counts.</remarks>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets) => CrossEntropy(logits, targets, nn.Reduction.Mean);

    /// <summary>The loss of every target, [B] or [B T]; 0 of one that does not count.</summary>
    public static Tensor Losses(Tensor logits, Tensor targets) => CrossEntropy(logits, targets, nn.Reduction.None);

    /// <summary>Number of targets that the largest logit meets.</summary>
    public static long CountRight(Tensor logits, Tensor targets)
    {
        using var unused = no_grad();
        using var classes = logits.argmax(-1);
        using var right = classes.eq(targets);
        using var sum = right.sum();
        return sum.item<long>();
    }

    /// <summary>Number of targets that count.</summary>
    public static long CountTargets(Tensor targets)
    {
        using var counts = targets.ne(Ignored);
        using var sum = counts.sum();
        return sum.item<long>();
    }

    private static Tensor CrossEntropy(Tensor logits, Tensor targets, nn.Reduction reduction)
    {
        if (logits.ndim <= 2)
        {
            return nn.functional.cross_entropy(logits, targets, ignore_index: Ignored, reduction: reduction);
        }

        using var rows = logits.flatten(0, -2); // [B T, V]
        using var classes = targets.flatten(); // [B T]
        return nn.functional.cross_entropy(rows, classes, ignore_index: Ignored, reduction: reduction);
    }
}
