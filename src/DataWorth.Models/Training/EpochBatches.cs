using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>How the rows of an epoch are cut into steps.</summary>
/// <remarks>Steps of B rows, the last one with what is left. A batch normalisation has no variance over one row (n - 1 = 0 would divide its
/// running variance): a last step of one row is joined with the one before, in networks that have such a module and in no others.</remarks>
public static class EpochBatches
{
    /// <summary>Number of steps of an epoch.</summary>
    /// <param name="model">The network.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="batchSize">Rows of a step, at least 1.</param>
    public static long Count(nn.Module model, long rows, int batchSize) =>
        (rows + batchSize - 1) / batchSize - (batchSize > 1 && rows > batchSize && rows % batchSize == 1 && HasBatchNorm(model) ? 1 : 0);

    /// <summary>Refuses steps of one row where a batch normalisation takes one number of each row.</summary>
    /// <exception cref="ArgumentException">There is one row, or the batch size is 1.</exception>
    internal static void RequireVariance(nn.Module model, long rows, int batchSize)
    {
        if (
            Math.Min(rows, batchSize) < 2
            && model.named_modules().FirstOrDefault(entry => entry.module is BatchNorm1d) is { module: not null } norm
        )
        {
            Throw.NormOfOneRow(norm.name, rows, batchSize);
        }
    }

    private static bool HasBatchNorm(nn.Module model) => model.modules().Any(module => module is BatchNorm);
}
