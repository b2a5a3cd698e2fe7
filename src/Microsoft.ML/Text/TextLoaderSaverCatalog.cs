using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Loading and saving of text files.</summary>
public static class TextLoaderSaverCatalog
{
    /// <summary>Makes a loader of columns.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="separatorChar">Character that ends a field. Default: tab.</param>
    /// <param name="hasHeader">Whether the first line names the fields. Default false.</param>
    /// <param name="dataSample">Data to count fields of and take the header from; null: none.</param>
    /// <param name="allowQuoting">Whether a field may stand in double quotes. Default false.</param>
    /// <param name="trimWhitespace">Whether white space at the end of a line is ignored. Default false.</param>
    /// <param name="allowSparse">Whether lines may be sparse. Default false.</param>
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        CreateTextLoader(catalog, Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>Makes a loader of options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <param name="dataSample">Data to count fields of and take header or schema from; null: none.</param>
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
    {
        Throw.IfNull(catalog, nameof(catalog));
        return new TextLoader(catalog.Environment, options, dataSample);
    }

    /// <summary>Makes a loader of the members of a type that carry a <see cref="LoadColumnAttribute"/>.</summary>
    /// <typeparam name="TInput">The type.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="separatorChar">Character that ends a field. Default: tab.</param>
    /// <param name="hasHeader">Whether the first line names the fields. Default false.</param>
    /// <param name="dataSample">Data to take the header from; null: none.</param>
    /// <param name="allowQuoting">Whether a field may stand in double quotes. Default false.</param>
    /// <param name="trimWhitespace">Whether white space at the end of a line is ignored. Default false.</param>
    /// <param name="allowSparse">Whether lines may be sparse. Default false.</param>
    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        CreateTextLoader<TInput>(catalog, Options(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>Makes a loader of options and the members of a type that carry a <see cref="LoadColumnAttribute"/>.</summary>
    /// <typeparam name="TInput">The type.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; their columns are not used.</param>
    /// <param name="dataSample">Data to take the header from; null: none.</param>
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
    {
        Throw.IfNull(options, nameof(options));
        return CreateTextLoader(catalog, options.With(ColumnsOf(typeof(TInput))), dataSample);
    }

    /// <summary>Makes a view of a text file.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="separatorChar">Character that ends a field. Default: tab.</param>
    /// <param name="hasHeader">Whether the first line names the fields. Default false.</param>
    /// <param name="allowQuoting">Whether a field may stand in double quotes. Default false.</param>
    /// <param name="trimWhitespace">Whether white space at the end of a line is ignored. Default false.</param>
    /// <param name="allowSparse">Whether lines may be sparse. Default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">The file does not exist, or the columns are not valid.</exception>
    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        LoadFromTextFile(catalog, path, Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    /// <summary>Makes a view of a text file.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">The options; null: the defaults, with the columns that the file's comment block names.</param>
    /// <exception cref="ArgumentOutOfRangeException">The file does not exist, or the options are not valid.</exception>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
    {
        MultiFileSource source = Source(path);
        return CreateTextLoader(catalog, options ?? new TextLoader.Options(), source).Load(source);
    }

    /// <summary>Makes a view of a text file with the members of a type that carry a <see cref="LoadColumnAttribute"/>.</summary>
    /// <typeparam name="TInput">The type.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="separatorChar">Character that ends a field. Default: tab.</param>
    /// <param name="hasHeader">Whether the first line names the fields. Default false.</param>
    /// <param name="allowQuoting">Whether a field may stand in double quotes. Default false.</param>
    /// <param name="trimWhitespace">Whether white space at the end of a line is ignored. Default false.</param>
    /// <param name="allowSparse">Whether lines may be sparse. Default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">The file does not exist, or no member carries the attribute.</exception>
    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        LoadFromTextFile<TInput>(catalog, path, Options(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    /// <summary>Makes a view of a text file with options and the members of a type that carry a <see cref="LoadColumnAttribute"/>.</summary>
    /// <typeparam name="TInput">The type.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">The options; their columns are not used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The file does not exist, or no member carries the attribute.</exception>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        MultiFileSource source = Source(path);
        return CreateTextLoader<TInput>(catalog, options, source).Load(source);
    }

    /// <summary>Writes a view as text that <see cref="TextLoader"/> reads back.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The view.</param>
    /// <param name="stream">Where to write to; stays open.</param>
    /// <param name="separatorChar">Character between fields: tab, space, comma, semicolon or bar. Default: tab.</param>
    /// <param name="headerRow">Whether to name the fields in the first line. Default true.</param>
    /// <param name="schema">Whether to begin with a comment block that says how to load the file. Default true.</param>
    /// <param name="keepHidden">Whether to write hidden columns. Default false.</param>
    /// <param name="forceDense">Whether to write all values even where a sparse line is shorter. Default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another separator, or no column that text can hold.</exception>
    public static void SaveAsText(
        this DataOperationsCatalog catalog,
        IDataView data,
        Stream stream,
        char separatorChar = '\t',
        bool headerRow = true,
        bool schema = true,
        bool keepHidden = false,
        bool forceDense = false)
    {
        Throw.IfNull(catalog, nameof(catalog));
        Throw.IfNull(data, nameof(data));
        Throw.IfNull(stream, nameof(stream));
        Throw.Unless(separatorChar is '\t' or ' ' or ',' or ';' or '|', nameof(separatorChar),
            $"Invalid separator - must be: space, tab, comma, semicolon, or bar, got '{separatorChar}'.");
        new TextSaver(catalog.Environment.Register("TextSaver"), separatorChar, headerRow, schema, forceDense).Save(data, stream, keepHidden);
    }

    private static MultiFileSource Source(string path)
    {
        Throw.IfEmpty(path, nameof(path));
        Throw.Unless(File.Exists(path), nameof(path), $"File does not exist at path: {path}");
        return new MultiFileSource(path);
    }

    private static TextLoader.Options Options(
        TextLoader.Column[] columns, char separatorChar, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
        {
            Columns = columns,
            Separators = [separatorChar],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
            AllowSparse = allowSparse,
        };

    private static TextLoader.Column[] ColumnsOf(Type type)
    {
        TextLoader.Column[] columns = [.. RowMember.MembersOf(type, SchemaDefinition.Direction.Both)
            .Where(member => member.GetCustomAttribute<LoadColumnAttribute>() is not null).Select(ColumnOf)];
        Throw.Unless(columns.Length > 0, "TInput", $"No member of {type.Name} carries a [LoadColumn] attribute.");
        return columns;
    }

    private static TextLoader.Column ColumnOf(MemberInfo member)
    {
        MemberShape shape = RowMember.ShapeOf(member);
        string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
        KeyTypeAttribute key = member.GetCustomAttribute<KeyTypeAttribute>();
        TextLoader.Range[] sources = [.. member.GetCustomAttribute<LoadColumnAttribute>().Sources
            .Select(range => new TextLoader.Range { Min = range.Min, Max = range.Max, ForceVector = shape.IsVector })];
        if (DataKinds.KindOf(shape.ItemType) is not { } kind)
        {
            Throw.Argument("TInput", $"Text cannot hold member {member.Name} of type {Throw.Name(shape.MemberType)}.");
            return null;
        }
        return new TextLoader.Column(name, kind, sources, key is null ? null : key.KeyCount ?? new KeyCount());
    }
}
