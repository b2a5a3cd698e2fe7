namespace Microsoft.ML.Data;

/// <summary>Names the column of a member; without it the column has the member's name.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    /// <summary>Names the column.</summary>
    /// <param name="name">Name of the column.</param>
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}
