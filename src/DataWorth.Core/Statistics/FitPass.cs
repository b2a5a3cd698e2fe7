using DataWorth.Features;

namespace DataWorth.Statistics;

/// <summary>One pass over the training examples: (map) parts of the rows make sums, which merge; (reduce) the sums become what the next pass
/// starts from, or what was to be fitted.</summary>
/// <remarks>A fit is a function from the state after a pass to the next pass, null when the state is complete; the first pass starts from
/// null. Anybody who has the state and the sums of all parts can go on: another thread, another process, tomorrow.</remarks>
/// <param name="Sums">What is summed, from 0; freed with the pass. Null where nothing is asked of the examples.</param>
/// <param name="Reduce">The state after the pass, from the sums of all examples: new tensors, or tensors of the state before it; the
/// caller's.</param>
public sealed record FitPass(RunningSums? Sums, Func<IReadOnlyDictionary<string, Tensor>> Reduce) : IDisposable
{
    /// <summary>Whether <see cref="FeatureSums"/> need gradients as factors, for which the model runs again; else rows as the store holds
    /// them. Default false.</summary>
    public bool NeedsFactors { get; init; }

    /// <summary>Makes other features than the fit's own map; implies <see cref="NeedsFactors"/>; freed with the pass. Default
    /// null.</summary>
    public IFeatureMap? Map { get; init; }

    /// <summary>What <see cref="Reduce"/> had to do to keep the numbers sound, one sentence each.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    /// <summary>Frees the sums and the map.</summary>
    public void Dispose()
    {
        Sums?.Dispose();
        Map?.Dispose();
    }
}
