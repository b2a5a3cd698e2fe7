namespace Microsoft.ML.Data;

/// <summary>Tells which fields of a text line a member takes, counted from 0.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    /// <summary>One field.</summary>
    /// <param name="fieldIndex">Index of the field.</param>
    public LoadColumnAttribute(int fieldIndex) => Sources = [new TextLoader.Range(fieldIndex)];

    /// <summary>A range of fields, for a vector.</summary>
    /// <param name="start">Index of the first field.</param>
    /// <param name="end">Index of the last field.</param>
    public LoadColumnAttribute(int start, int end) => Sources = [new TextLoader.Range(start, end)];

    /// <summary>Several fields, for a vector.</summary>
    /// <param name="columnIndexes">Indices of the fields.</param>
    public LoadColumnAttribute(int[] columnIndexes)
    {
        Throw.IfNull(columnIndexes, nameof(columnIndexes));
        Sources = [.. columnIndexes.Select(index => new TextLoader.Range(index))];
    }

    internal TextLoader.Range[] Sources { get; }
}
