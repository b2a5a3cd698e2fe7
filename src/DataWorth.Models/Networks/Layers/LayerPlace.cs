using DataWorth.Models.Networks.Layers.Options;

namespace DataWorth.Models.Networks.Layers;

/// <summary>Where a layer stands.</summary>
/// <param name="Title">What messages call it: "Layer 4 (linear)".</param>
/// <param name="Position">Its number from 1, within blocks "3.1".</param>
/// <param name="Shape">Shape of what it gets, without the batch.</param>
/// <param name="Classes">Number of classes for the last layer; null for others.</param>
internal sealed record LayerPlace(string Title, string Position, IReadOnlyList<long> Shape, long? Classes)
{
    /// <summary>Features or channels that a layer with weights gives.</summary>
    public long Out(WeightedLayer options)
    {
        if ((options.Out ?? Classes) is not { } size)
        {
            NetworkThrow.LayerNeedsOut(Title);
            return 0;
        }

        return size;
    }
}
