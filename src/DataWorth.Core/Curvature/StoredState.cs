namespace DataWorth.Curvature;

/// <summary>Statistics as a store gives them back: products of tensors with other strides round differently.</summary>
internal static class StoredState
{
    /// <summary>The same tensors, contiguous; those that are not are replaced and disposed.</summary>
    public static Dictionary<string, Tensor> Of(IReadOnlyDictionary<string, Tensor> state) =>
        state.ToDictionary(
            entry => entry.Key,
            entry =>
            {
                if (entry.Value.is_contiguous())
                {
                    return entry.Value;
                }

                var contiguous = entry.Value.contiguous().DetachFromDisposeScope();
                entry.Value.Dispose();
                return contiguous;
            }
        );
}
