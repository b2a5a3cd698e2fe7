using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes a view as text that <see cref="TextLoader"/> reads back to the same values.</summary>
internal sealed class TextSaver(IHost host, char separator, bool headerRow, bool schema, bool forceDense)
{
    // A sparse item costs its index besides its value: sparse pays where fewer than one field in 2.5 has a value.
    private const double SparseWeight = 2.5;

    public void Save(IDataView data, Stream stream, bool keepHidden)
    {
        using IChannel channel = host.Start("Saving");
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => keepHidden || !column.IsHidden).Where(column => CanSave(column, channel))];
        if (columns.Length == 0)
            Throw.Argument(nameof(data), "The view has no column that text can hold.");
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        bool isFixed = columns.All(column => column.Type is not VectorDataViewType { IsKnownSize: false });
        if (schema)
            WriteSchema(writer, columns, channel);
        if (headerRow)
            WriteHeader(writer, columns);
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        TextColumnWriter[] writers = [.. columns.Select(column => TextColumnWriter.Create(cursor, column, separator))];
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            int length = 0;
            int count = 0;
            foreach (TextColumnWriter column in writers)
            {
                column.Read();
                length += column.Length;
                count += column.Items.Count;
            }
            if (!forceDense && isFixed && count * SparseWeight < length)
                WriteSparse(writer, writers, length);
            else
                WriteDense(writer, writers);
        }
        channel.Info(MessageSensitivity.None, "Wrote {0} rows", rows);
    }

    private static bool CanSave(DataViewSchema.Column column, IChannel channel)
    {
        DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        bool canSave = item is KeyDataViewType || DataKinds.KindOf(item.RawType) is not null;
        if (!canSave)
            channel.Warning(MessageSensitivity.Schema, "The column '{0}' will not be written: text cannot hold {1}.", column.Name, column.Type);
        return canSave;
    }

    private void WriteSparse(TextWriter writer, TextColumnWriter[] columns, int length)
    {
        writer.Write(length);
        int start = 0;
        foreach (TextColumnWriter column in columns)
        {
            foreach ((int index, string text) in column.Items)
                writer.Write($"{separator}{start + index}:{text}");
            start += column.Length;
        }
        writer.WriteLine();
    }

    private void WriteDense(TextWriter writer, TextColumnWriter[] columns)
    {
        bool isFirst = true;
        foreach (TextColumnWriter column in columns)
        {
            int next = 0;
            for (int index = 0; index < column.Length; index++)
            {
                if (!isFirst)
                    writer.Write(separator);
                isFirst = false;
                writer.Write(next < column.Items.Count && column.Items[next].Index == index ? column.Items[next++].Text : column.Default);
            }
        }
        writer.WriteLine();
    }

    private void WriteSchema(TextWriter writer, DataViewSchema.Column[] columns, IChannel channel)
    {
        if (columns[..^1].Any(column => column.Type is VectorDataViewType { IsKnownSize: false }))
        {
            channel.Warning(MessageSensitivity.None, "The schema will not be written: only the last column may be of variable length.");
            return;
        }
        var options = new TextLoader.Options { HasHeader = headerRow, AllowQuoting = true, AllowSparse = true, Separators = [separator] };
        int start = 0;
        options.Columns = [.. columns.Select(column => ColumnOf(column, ref start))];
        TextCommentBlock.Write(writer, options);
    }

    private static TextLoader.Column ColumnOf(DataViewSchema.Column column, ref int start)
    {
        var vector = column.Type as VectorDataViewType;
        PrimitiveDataViewType item = vector?.ItemType ?? (PrimitiveDataViewType)column.Type;
        var range = new TextLoader.Range { Min = start, ForceVector = vector is not null };
        if (vector is { IsKnownSize: false })
            range.VariableEnd = true;
        else
            range.Max = start + (vector?.Size ?? 1) - 1;
        start += vector?.Size ?? 1;
        KeyCount keys = item is KeyDataViewType key ? new KeyCount(key.Count) : null;
        return new TextLoader.Column(column.Name, DataKinds.KindOf(item.RawType).Value, [range], keys);
    }

    private void WriteHeader(TextWriter writer, DataViewSchema.Column[] columns)
    {
        var names = new List<string>();
        foreach (DataViewSchema.Column column in columns)
        {
            if (column.Type is not VectorDataViewType vector)
            {
                names.Add(TextColumnWriter.Quote(column.Name, separator));
            }
            else if (column.HasSlotNames())
            {
                VBuffer<ReadOnlyMemory<char>> slots = default;
                column.GetSlotNames(ref slots);
                names.AddRange(slots.DenseValues().Select(name => TextColumnWriter.Quote(name.ToString(), separator)));
            }
            else
            {
                names.AddRange(Enumerable.Repeat("\"\"", vector.Size));
            }
        }
        writer.WriteLine(string.Join(separator, names));
    }
}
