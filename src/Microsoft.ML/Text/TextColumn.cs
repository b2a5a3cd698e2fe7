namespace Microsoft.ML.Data;

/// <summary>A column of a text file with its type and its places in a line.</summary>
internal sealed record TextColumn(string Name, DataViewType Type, TextColumn.Segment[] Segments)
{
    /// <summary>Number of items that every line has; a segment to the end of the line adds to it.</summary>
    public int FixedSize { get; } = Segments.Where(segment => !segment.IsVariable).Sum(segment => segment.Limit - segment.Min);

    public PrimitiveDataViewType ItemType => Type is VectorDataViewType vector ? vector.ItemType : (PrimitiveDataViewType)Type;

    /// <summary>Checks the columns of the options.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="inputSize">Returns the number of fields of a line; asked only if a range needs it.</param>
    public static TextColumn[] Resolve(TextLoader.Column[] columns, Func<int> inputSize)
    {
        var used = new HashSet<int>();
        foreach (TextLoader.Column column in columns)
        {
            Throw.Unless(!string.IsNullOrWhiteSpace(column.Name), nameof(columns), "A column has no name.");
            Throw.Unless(column.Source?.Length > 0, nameof(columns), $"Column '{column.Name}' names no field: set Source.");
            foreach (TextLoader.Range range in column.Source.Where(range => !range.AllOther && (range.Max is not null || !range.AutoEnd)))
                used.UnionWith(Enumerable.Range(range.Min, (range.Max ?? range.Min) - range.Min + 1));
        }
        return [.. columns.Select(column => Resolve(column, used, inputSize))];
    }

    /// <summary>The slot names that a header gives to a vector column, as its annotations; null if it gives none.</summary>
    public DataViewSchema.Annotations SlotNames(FieldSet header)
    {
        if (header is null || Type is not VectorDataViewType { IsKnownSize: true } vector)
            return null;
        var names = new ReadOnlyMemory<char>[vector.Size];
        int offset = 0;
        bool any = false;
        foreach (Segment segment in Segments)
        {
            for (int place = header.Find(segment.Min); place < header.Count && header.Indices[place] < segment.Limit; place++)
            {
                names[offset + header.Indices[place] - segment.Min] = header.Texts[place].ToString().Trim().AsMemory();
                any = true;
            }
            offset += segment.Limit - segment.Min;
        }
        if (!any)
            return null;
        var builder = new DataViewSchema.Annotations.Builder();
        var value = new VBuffer<ReadOnlyMemory<char>>(names.Length, names);
        builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> destination) => value.CopyTo(ref destination));
        return builder.ToAnnotations();
    }

    private static TextColumn Resolve(TextLoader.Column column, HashSet<int> used, Func<int> inputSize)
    {
        Segment[] segments = [.. column.Source.SelectMany(range => SegmentsOf(column.Name, range, used, inputSize))];
        Throw.Unless(segments.Count(segment => segment.IsVariable) <= 1, nameof(column), $"Column '{column.Name}' has more than one range of variable length.");
        Throw.Unless(segments.Length > 0, nameof(column), $"No field is left for column '{column.Name}'.");
        PrimitiveDataViewType item = ItemTypeOf(column);
        bool isVector = segments.Length > 1 || column.Source.Any(range => range.ForceVector) || segments[0].IsVariable
            || segments[0].Limit - segments[0].Min > 1 || column.Source.Any(range => range.Max is null && range.AutoEnd);
        var resolved = new TextColumn(column.Name, item, segments);
        if (!isVector)
            return resolved;
        int size = segments.Any(segment => segment.IsVariable) ? 0 : resolved.FixedSize;
        return resolved with { Type = new VectorDataViewType(item, size) };
    }

    private static PrimitiveDataViewType ItemTypeOf(TextLoader.Column column)
    {
        PrimitiveDataViewType item = DataKinds.TypeOf(column.DataKind);
        Throw.Unless(item is not null, nameof(column), $"Column '{column.Name}' has the unknown kind {(int)column.DataKind}.");
        if (column.KeyCount is null)
            return item;
        Throw.Unless(KeyDataViewType.IsValidDataType(item.RawType), nameof(column), $"Keys of column '{column.Name}' must be unsigned integers, got {item}.");
        return new KeyDataViewType(item.RawType, column.KeyCount.Count ?? KeyDataViewType.Largest(item.RawType));
    }

    private static IEnumerable<Segment> SegmentsOf(string name, TextLoader.Range range, HashSet<int> used, Func<int> inputSize)
    {
        Throw.Unless(range.Min >= 0 && (range.Max ?? range.Min) >= range.Min, nameof(range), $"Column '{name}' has the range {range.Min} to {range.Max}.");
        if (range.Max is null && !range.AutoEnd && range.VariableEnd)
            return [new Segment(range.Min, int.MaxValue)];
        int limit = range.Max is null && range.AutoEnd ? inputSize() : (range.Max ?? range.Min) + 1;
        Throw.Unless(limit > range.Min, nameof(range), $"Column '{name}' begins at field {range.Min}, but a line has only {limit} fields.");
        if (!range.AllOther)
            return [new Segment(range.Min, limit)];
        return Enumerable.Range(range.Min, limit - range.Min).Where(index => !used.Contains(index)).Select(index => new Segment(index, index + 1));
    }

    /// <summary>Fields <paramref name="Min"/> to <paramref name="Limit"/> - 1; the largest limit stands for the end of the line.</summary>
    public readonly record struct Segment(int Min, int Limit)
    {
        public bool IsVariable => Limit == int.MaxValue;
    }
}
