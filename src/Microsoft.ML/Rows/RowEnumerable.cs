using System.Collections;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The rows of a view as objects; every enumeration opens a new cursor.</summary>
internal sealed class RowEnumerable<TRow> : IEnumerable<TRow>
    where TRow : class, new()
{
    private readonly IDataView _view;
    private readonly bool _reuseRowObject;
    private readonly List<(DataViewSchema.Column Column, MemberWriter<TRow> Writer)> _writers = [];

    public RowEnumerable(IDataView view, bool reuseRowObject, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        _view = view;
        _reuseRowObject = reuseRowObject;
        foreach (RowColumn column in RowColumn.Resolve(typeof(TRow), definition))
        {
            if (view.Schema.GetColumnOrNull(column.Name) is not { } source)
            {
                if (!ignoreMissingColumns)
                    Throw.ColumnMissing("schemaDefinition", "output", column.Name, view.Schema);
                continue;
            }
            if (source.Type.RawType != column.Shape.RawType)
                Throw.SchemaMismatch("schemaDefinition", "output", column.Name, column.Type.ToString(), source.Type.ToString());
            _writers.Add((source, WriterOf(column)));
        }
    }

    public IEnumerator<TRow> GetEnumerator()
    {
        using DataViewRowCursor cursor = _view.GetRowCursor(_writers.Select(writer => writer.Column));
        Action<TRow>[] actions = [.. _writers.Select(writer => writer.Writer.Bind(cursor, writer.Column))];
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (row is null || !_reuseRowObject)
                row = new TRow();
            foreach (Action<TRow> action in actions)
                action(row);
            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static MemberWriter<TRow> WriterOf(RowColumn column)
    {
        var property = column.Member as PropertyInfo;
        if ((property is not null && property.GetSetMethod() is null) || column.Member is FieldInfo { IsInitOnly: true })
            Throw.Argument("schemaDefinition", $"Member '{column.Member.Name}' of column '{column.Name}' cannot be written: give it a public setter.");
        bool canRead = property is null || property.GetGetMethod() is not null;
        Delegate read = canRead ? RowMember.CompileGet(typeof(TRow), column.Member) : null;
        return MemberWriter<TRow>.Create(column.Shape, read, RowMember.CompileSet(typeof(TRow), column.Member));
    }
}
