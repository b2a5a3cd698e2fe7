using System.Globalization;
using DataWorth.Artifacts;

namespace DataWorth.Stages;

/// <summary>What a fit in the store keeps of its checkpoints, and finds again when it is opened.</summary>
internal static class FitCheckpoints
{
    private const string Shares = "shares";
    private const string None = "none";

    /// <summary>Adds the shares; nothing for a fit of the model as it is.</summary>
    public static void Describe(AttributionOptions options, FingerprintBuilder key)
    {
        if (options.Checkpoints.Count > 0)
        {
            key.Add(Shares, Text(options));
        }
    }

    /// <summary>Compares number and shares; the model as it is counts as one with the share 1. Fits of earlier versions keep no shares.</summary>
    /// <exception cref="FitMismatchException">There are others than at the fit.</exception>
    public static void Require(string name, AttributionOptions options, IReadOnlyDictionary<string, string> stored)
    {
        var count = options.Checkpoints.Count;
        if (Math.Max(1, count) != int.Parse(stored["members"], CultureInfo.InvariantCulture))
        {
            var found = count == 0 ? None : count.ToString(CultureInfo.InvariantCulture);
            Throw.OtherFit(name, FitPart.Options, "checkpoints", found, stored["members"]);
        }

        if (stored.TryGetValue(Shares, out var shares) && shares != (count == 0 ? "1" : Text(options)))
        {
            Throw.OtherFit(name, FitPart.Options, "shares of its checkpoints", count == 0 ? None : Text(options), shares);
        }
    }

    /// <summary>Refuses a checkpoint that has put the very model of an earlier one there, which would count twice.</summary>
    /// <param name="earlier">The checkpoints before it, by their models; this one is added.</param>
    /// <param name="checkpoint">The checkpoint, which is loaded; null for the model as it is.</param>
    /// <param name="key">The model with its weights, its buffers and what else it has.</param>
    public static void RequireOther(Dictionary<ArtifactKey, ModelCheckpoint> earlier, ModelCheckpoint? checkpoint, FeatureKey key)
    {
        if (checkpoint is null)
        {
            return;
        }

        var model = key.ForStatistics([]).ToKey("checkpoint");
        if (!earlier.TryAdd(model, checkpoint))
        {
            Throw.SameCheckpoint(earlier[model], checkpoint);
        }
    }

    private static string Text(AttributionOptions options) =>
        string.Join(", ", options.Checkpoints.Select(checkpoint => checkpoint.Weight.ToString("R", CultureInfo.InvariantCulture)));
}
