namespace DataWorth.Tasks;

/// <summary>How a data view's column becomes a tensor of a batch.</summary>
public enum BatchColumnKind
{
    /// <summary>A vector of known size of numbers: [B, size] (or [B, item shape...]) in the model's floating type.</summary>
    Features,

    /// <summary>A scalar integer or key: int64 [B]. Keys become 0-based.</summary>
    Label,

    /// <summary>A vector of integers of any length: int64 [B, T], padded to the longest of the batch, with a mask [B, T] under <c>Name +
    /// ".Mask"</c>.</summary>
    Tokens,
}
