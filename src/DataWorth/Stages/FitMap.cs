namespace DataWorth.Stages;

/// <summary>The stage 'fit map': projections that are learned from the training examples (LoGra-PCA), and the check that the model still
/// gives the features of an earlier fit. Nothing to do for most methods but that check.</summary>
public static class FitMap
{
    /// <summary>Name of the artifact kind.</summary>
    internal const string Kind = "projections";

    /// <summary>Gives the session its map.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="part">The rows of this worker; default all.</param>
    /// <returns>False when sums of other parts are missing: run it again when they are there.</returns>
    /// <exception cref="InvalidOperationException">The model gives other features than at an earlier fit of the same key.</exception>
    public static bool Run(FitSession session, Part? part = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var weights = session.KeepWeights();
        if (session.HasMap)
        {
            return true;
        }

        var recipe = session.Recipe;
        IReadOnlyDictionary<string, Tensor>? state = null;
        if (recipe.DescribeMap() is { } description)
        {
            var key = session.Key.ForStatistics(description);
            state = Passes.Run(session, part ?? Part.Whole, Kind, key, fitted => recipe.NextMapPass(session, fitted));
            if (state is null)
            {
                return false;
            }
        }

        session.Prepare(state);
        Probe.Run(session);
        return true;
    }
}
