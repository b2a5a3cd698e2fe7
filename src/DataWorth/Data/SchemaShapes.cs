using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Builds ML.NET schema shapes, whose column constructor is internal in the package.</summary>
internal static class SchemaShapes
{
    /// <summary>The input's shape with columns appended (or replaced, by name).</summary>
    public static SchemaShape Append(SchemaShape input, params ReadOnlySpan<(string Name, SchemaShape.Column.VectorKind Kind)> columns)
    {
        var result = input.ToList();
        foreach (var (name, kind) in columns)
        {
            result.RemoveAll(column => column.Name == name);
            result.Add(New(name, kind, NumberDataViewType.Single, false, null));
        }

        return new SchemaShape(result);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column New(
        string name,
        SchemaShape.Column.VectorKind vecKind,
        DataViewType itemType,
        bool isKey,
        SchemaShape? annotations
    );
}
