namespace Microsoft.ML.Data;

/// <summary>Options of a text file, checked and complete: columns with types and places, slot names of the header, schema.</summary>
internal sealed class TextFormat
{
    private TextFormat(TextLoader.Options options, TextColumn[] columns, DataViewSchema schema)
    {
        Options = options;
        Columns = columns;
        Schema = schema;
    }

    public TextLoader.Options Options { get; }

    public TextColumn[] Columns { get; }

    public DataViewSchema Schema { get; }

    public static TextFormat Create(TextLoader.Options options, IMultiStreamSource sample)
    {
        if (options.Columns is null || options.Columns.Length == 0)
        {
            options = TextCommentBlock.Read(sample, options) ?? options.With(
            [
                new TextLoader.Column("Label", DataKind.Single, 0),
                new TextLoader.Column("Features", DataKind.Single, [new TextLoader.Range(1, null)]),
            ]);
        }
        Check(options);
        TextColumn[] columns = TextColumn.Resolve(options.Columns, () => InputSize(options, sample));
        FieldSet header = Header(options, sample);
        var schema = new DataViewSchema.Builder();
        foreach (TextColumn column in columns)
            schema.AddColumn(column.Name, column.Type, column.SlotNames(header));
        return new TextFormat(options, columns, schema.ToSchema());
    }

    private static void Check(TextLoader.Options options)
    {
        Throw.Unless(options.Separators?.Length > 0, nameof(options), "Name at least one separator.");
        Throw.Unless(!options.Separators.Contains('"'), nameof(options), "A quote cannot be a separator.");
        Throw.Unless(!options.AllowSparse || !options.Separators.Contains(':'), nameof(options), "A colon cannot be a separator if lines may be sparse.");
        Throw.Unless(options.DecimalMarker is '.' or ',', nameof(options), $"DecimalMarker must be '.' or ',', got '{options.DecimalMarker}'.");
        Throw.Unless(options.AllowQuoting || !options.Separators.Contains(options.DecimalMarker), nameof(options),
            "The decimal marker cannot be a separator unless fields may be quoted.");
        Throw.Unless(options.InputSize is null or > 0, nameof(options), $"InputSize must be positive, got {options.InputSize}.");
        Throw.Unless(options.MaxRows is null or >= 0, nameof(options), $"MaxRows must not be negative, got {options.MaxRows}.");
    }

    private static int InputSize(TextLoader.Options options, IMultiStreamSource sample)
    {
        if (options.InputSize is int size)
            return size;
        if (sample is null)
            Throw.Argument(nameof(options), "A range to the end of the line needs InputSize, or a sample of the data to count the fields of.");
        using var lines = new TextLines(sample, options);
        if (!lines.MoveNext())
            Throw.Argument(nameof(options), $"A range to the end of the line needs InputSize, since '{sample.GetPathOrNull(0)}' has no line to count the fields of.");
        return new FieldSplitter(options).Split(lines.Current, new TextReport()).SourceCount;
    }

    private static FieldSet Header(TextLoader.Options options, IMultiStreamSource sample)
    {
        string line = null;
        if (!string.IsNullOrEmpty(options.HeaderFile))
        {
            using var file = new TextLines(new MultiFileSource(options.HeaderFile), options, skipHeader: false);
            line = file.MoveNext() ? file.Current : null;
        }
        else if (options.HasHeader && sample is not null)
        {
            using var lines = new TextLines(sample, options, skipHeader: false);
            line = lines.MoveNext() ? lines.Current : null;
        }
        return line is null ? null : new FieldSplitter(options).Split(line, new TextReport());
    }
}
