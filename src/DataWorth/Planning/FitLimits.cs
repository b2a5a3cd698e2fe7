using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Methods;

namespace DataWorth.Planning;

/// <summary>What a machine has for a fit.</summary>
/// <param name="MemoryBytes">Bytes of memory that are free.</param>
/// <param name="StoreBytes">Bytes that are free where the store is; null where nobody can know.</param>
public sealed record FitLimits(long MemoryBytes, long? StoreBytes)
{
    /// <summary>Bytes of the store that something else will take, such as the weights of a model that is still to be trained; below 0 where so
    /// much of the fit is there already. Default 0.</summary>
    public long KeptBytes { get; init; }

    /// <summary>What this machine has now; a limit of the container counts.</summary>
    /// <param name="store">The store of the fit.</param>
    public static FitLimits Here(IArtifactStore store) => new(MachineMemory.AvailableBytes, (store as FileArtifactStore)?.FreeBytes);

    /// <summary>Refuses a fit that is larger.</summary>
    /// <param name="recipe">The method.</param>
    /// <param name="shape">Model and data.</param>
    /// <exception cref="InvalidOperationException">Memory or store are too small; the message says what is needed and the largest size that
    /// fits.</exception>
    public void Require(Recipe recipe, FitShape shape)
    {
        var estimate = recipe.Estimate(shape);
        if (!Fit(estimate))
        {
            if (estimate.ActivationBytes > MemoryBytes)
            {
                Throw.BatchDoesNotFit(recipe.Options.BatchSize, estimate.ActivationBytes, MemoryBytes);
            }

            var isMemory = estimate.PeakBytes > MemoryBytes;
            Throw.DoesNotFit(
                recipe.Method,
                recipe.Size is { } size ? $" with {size.Name} {size.Value}" : "",
                estimate,
                isMemory ? "memory" : "disk space",
                isMemory ? estimate.PeakBytes : estimate.StoreBytes + Math.Min(0, KeptBytes),
                isMemory ? MemoryBytes : StoreBytes!.Value,
                isMemory ? 0 : Math.Max(0, KeptBytes),
                recipe.Size is { } option ? Remedy(option, shape) : "Make room, track fewer modules (modules.include), or use lorif."
            );
        }
    }

    private bool Fit(FitEstimate estimate) =>
        estimate.PeakBytes <= MemoryBytes && (StoreBytes is not { } free || estimate.StoreBytes <= free - KeptBytes);

    /// <summary>The recipe with the largest size that fits, no larger than it has; itself where it fits, or where no size does.</summary>
    /// <param name="recipe">The method.</param>
    /// <param name="shape">Model and data.</param>
    public Recipe Fitting(Recipe recipe, FitShape shape) =>
        recipe.Size is { } option && !Fit(recipe.Estimate(shape)) && Largest(option, shape) is > 0 and var size
            ? option.With(size)
            : recipe;

    private int Largest(SizeOption option, FitShape shape)
    {
        // What is stored of this size is nothing of another one.
        var limits = this with { KeptBytes = Math.Max(0, KeptBytes) };
        var (fits, fails) = (0, option.Value);
        while (fails - fits > 1)
        {
            var middle = fits + ((fails - fits) / 2);
            (fits, fails) = limits.Fit(option.With(middle).Estimate(shape)) ? (middle, fails) : (fits, middle);
        }

        return fits;
    }

    private string Remedy(SizeOption option, FitShape shape) =>
        Largest(option, shape) is var fits && fits == 0
            ? $"Not even {option.Name} 1 fits: make room, track fewer modules (modules.include), or use another method."
            : string.Create(CultureInfo.InvariantCulture, $"The largest {option.Name} that fits is {fits}.");
}
