using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loading, caching, splitting and filtering of data. All results are lazy views.</summary>
public sealed partial class DataOperationsCatalog
{
    private const int DefaultSplitSeed = 42;

    internal DataOperationsCatalog(HostEnvironment environment) => Environment = environment;

    internal HostEnvironment Environment { get; }

    /// <summary>Makes a view of objects whose public fields and readable properties are the columns.</summary>
    /// <remarks>Nothing is read before a cursor moves, and every cursor enumerates anew: the objects must not change meanwhile.</remarks>
    /// <typeparam name="TRow">Type of a row.</typeparam>
    /// <param name="data">The rows.</param>
    /// <param name="schemaDefinition">Names and types of the columns; null: from the members of <typeparamref name="TRow"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A member has a type that no column can have.</exception>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        Throw.IfNull(data, nameof(data));
        return new EnumerableDataView<TRow>(data, schemaDefinition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read));
    }

    /// <summary>Makes a view of objects with the types and annotations of a schema.</summary>
    /// <typeparam name="TRow">Type of a row.</typeparam>
    /// <param name="data">The rows.</param>
    /// <param name="schema">The schema; each of its columns must be a member of <typeparamref name="TRow"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is not a member, or the member has another type.</exception>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        Throw.IfNull(data, nameof(data));
        Throw.IfNull(schema, nameof(schema));
        return new EnumerableDataView<TRow>(data, RowColumn.DefinitionFor(typeof(TRow), schema));
    }

    /// <summary>Returns the rows of a view as objects; may be enumerated again and again.</summary>
    /// <typeparam name="TRow">Type of a row: its public fields and writable properties take the columns of their names.</typeparam>
    /// <param name="data">The view.</param>
    /// <param name="reuseRowObject">Whether every row is delivered in the same object, whose arrays are reused too.</param>
    /// <param name="ignoreMissingColumns">Whether a member without a column keeps its default value.</param>
    /// <param name="schemaDefinition">Names and types of the columns; null: from the members of <typeparamref name="TRow"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type than its member.</exception>
    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        Throw.IfNull(data, nameof(data));
        schemaDefinition ??= SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write);
        return new RowEnumerable<TRow>(data, reuseRowObject, ignoreMissingColumns, schemaDefinition);
    }

    /// <summary>Keeps columns in memory, each from the first time that a cursor needs it.</summary>
    /// <param name="input">The view.</param>
    /// <param name="columnsToPrefetch">Columns that are read together with the first one needed; null means none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing.</exception>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Throw.IfNull(input, nameof(input));
        int[] prefetch = [.. (columnsToPrefetch ?? []).Select(name => Find(input, name, "prefetch", nameof(columnsToPrefetch)).Index)];
        return new CacheDataView(Environment, input, prefetch);
    }

    /// <summary>Delivers the rows in an order drawn at random, the same for every cursor.</summary>
    /// <param name="input">The view.</param>
    /// <param name="seed">Seed of the order; null: drawn from the context.</param>
    /// <param name="shufflePoolSize">Number of rows that wait in memory to be drawn, at least 1. Default 1000.</param>
    /// <param name="shuffleSource">Whether a source that can shuffle is asked to. Default true.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pool is empty.</exception>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        Throw.IfNull(input, nameof(input));
        Throw.Unless(shufflePoolSize > 0, nameof(shufflePoolSize), $"Must be positive, got {shufflePoolSize}.");
        return new ShuffleDataView(input, seed ?? Environment.Register("ShuffleRows").Rand.Next(), shufflePoolSize, shuffleSource);
    }

    /// <summary>Leaves out the first rows.</summary>
    /// <param name="input">The view.</param>
    /// <param name="count">Number of rows to leave out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IDataView SkipRows(IDataView input, long count)
    {
        Throw.IfNull(input, nameof(input));
        Throw.Unless(count >= 0, nameof(count), $"Must be zero or positive, got {count}.");
        return new SkipTakeDataView(input, count, long.MaxValue);
    }

    /// <summary>Delivers the first rows only.</summary>
    /// <param name="input">The view.</param>
    /// <param name="count">Number of rows to deliver.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IDataView TakeRows(IDataView input, long count)
    {
        Throw.IfNull(input, nameof(input));
        Throw.Unless(count >= 0, nameof(count), $"Must be zero or positive, got {count}.");
        return new SkipTakeDataView(input, 0, count);
    }

    private static DataViewSchema.Column Find(IDataView view, string name, string role, string parameter)
    {
        if (view.Schema.GetColumnOrNull(name) is { } column)
            return column;
        Throw.ColumnMissing(parameter, role, name, view.Schema);
        return default;
    }
}
