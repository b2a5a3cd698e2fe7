using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What an estimator demands of, or promises about, a schema before it is fitted: kinds of columns without sizes.</summary>
public sealed partial class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape s_empty = new([]);
    private readonly Column[] _columns;

    /// <summary>Makes a shape of columns.</summary>
    /// <param name="columns">The columns.</param>
    public SchemaShape(IEnumerable<Column> columns)
    {
        Throw.IfNull(columns, nameof(columns));
        _columns = [.. columns];
    }

    /// <summary>Number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>The column at an index.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public Column this[int index] => _columns[index];

    /// <summary>Enumerates the columns by index.</summary>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape of the visible columns of a schema.</summary>
    internal static SchemaShape Create(DataViewSchema schema)
    {
        Throw.IfNull(schema, nameof(schema));
        return schema.Count == 0 ? s_empty : new SchemaShape(schema.Where(column => !column.IsHidden).Select(ShapeOf));
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        Throw.IfEmpty(name, nameof(name));
        int index = Array.FindIndex(_columns, candidate => candidate.Name == name);
        column = index < 0 ? default : _columns[index];
        return index >= 0;
    }

    private static Column ShapeOf(DataViewSchema.Column column)
    {
        Column.VectorKind kind = column.Type switch
        {
            VectorDataViewType { IsKnownSize: true } => Column.VectorKind.Vector,
            VectorDataViewType => Column.VectorKind.VariableVector,
            _ => Column.VectorKind.Scalar,
        };
        DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        bool isKey = item is KeyDataViewType;
        return new Column(column.Name, kind, isKey ? DataKinds.NumberType(item.RawType) : item, isKey, Create(column.Annotations.Schema));
    }
}
