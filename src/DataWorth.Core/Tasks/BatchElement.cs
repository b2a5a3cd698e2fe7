namespace DataWorth.Tasks;

/// <summary>What a column's values become in a batch.</summary>
public enum BatchElement
{
    /// <summary>Numbers in the model's floating type.</summary>
    Floating,

    /// <summary>Whole numbers or keys as int64; keys become 0-based.</summary>
    Integer,

    /// <summary>Truth values; numbers have to be 0 or 1.</summary>
    Boolean,
}
