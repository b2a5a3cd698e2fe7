using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Keys and values of the tokens that a model has seen, so that the next token needs none of them again.</summary>
public sealed class KeyValueCache : IDisposable
{
    private readonly Dictionary<int, (Tensor Keys, Tensor Values)> _layers = [];

    /// <summary>Number of tokens that have been seen.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (keys, values) in _layers.Values)
        {
            keys.Dispose();
            values.Dispose();
        }

        _layers.Clear();
    }

    /// <summary>Adds those of one block, and gives all.</summary>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        var all = (Keys: keys, Values: values);
        if (_layers.TryGetValue(layer, out var before))
        {
            all = (cat([before.Keys, keys], 2), cat([before.Values, values], 2)); // [B, K, T, D]
            before.Keys.Dispose();
            before.Values.Dispose();
        }

        _layers[layer] = (all.Keys.alias().DetachFromDisposeScope(), all.Values.alias().DetachFromDisposeScope());
        return all;
    }

    /// <summary>Says that all blocks have added those of some tokens.</summary>
    internal void Advance(long tokens) => Length += tokens;
}
