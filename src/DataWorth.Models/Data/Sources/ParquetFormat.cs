using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace DataWorth.Models.Data.Sources;

/// <summary>Parquet files of plain columns: numbers, texts, truth values and times.</summary>
internal static class ParquetFormat
{
    private const string Extension = ".parquet";

    private static readonly Dictionary<
        Type,
        Func<ParquetRowGroupReader, DataField, CancellationToken, Task<IEnumerable<string?>>>
    > s_readers = new()
    {
        [typeof(ReadOnlyMemory<char>)] = TextsAsync,
        [typeof(bool)] = (rows, field, token) => ReadAsync<bool>(rows, field, value => value ? "true" : "false", token),
        [typeof(DateTime)] = (rows, field, token) =>
            ReadAsync<DateTime>(rows, field, value => value.ToString("O", CultureInfo.InvariantCulture), token),
        [typeof(sbyte)] = NumbersAsync<sbyte>,
        [typeof(byte)] = NumbersAsync<byte>,
        [typeof(short)] = NumbersAsync<short>,
        [typeof(ushort)] = NumbersAsync<ushort>,
        [typeof(int)] = NumbersAsync<int>,
        [typeof(uint)] = NumbersAsync<uint>,
        [typeof(long)] = NumbersAsync<long>,
        [typeof(ulong)] = NumbersAsync<ulong>,
        [typeof(float)] = NumbersAsync<float>,
        [typeof(double)] = NumbersAsync<double>,
        [typeof(decimal)] = NumbersAsync<decimal>,
    };

    internal static DataFormat Row { get; } =
        new(
            "parquet",
            "Apache Parquet, plain columns",
            path => TableFile.IsAt(path, Extension),
            async request => await ReadAsync(request.Options, request.CancellationToken).ConfigureAwait(false)
        );

    private static async Task<TableContent> ReadAsync(DataOptions options, CancellationToken cancellationToken)
    {
        var file = TableFile.Find(options, Extension);
        var schema = await WholeAsync(file.Path, () => ParquetReader.ReadSchemaAsync(file.Path)).ConfigureAwait(false);
        foreach (var field in schema.Fields)
        {
            if (field is not DataField { IsArray: false } plain || !s_readers.ContainsKey(plain.ClrType))
            {
                Throw.NestedParquet(file.Path, field.Name, Kind(field));
            }
        }

        var columns = await WholeAsync(file.Path, () => ColumnsAsync(file.Path, schema, cancellationToken)).ConfigureAwait(false);
        TableBuilder builder = new(file, "row");
        ColumnBuilder[] targets = [.. schema.DataFields.Select(field => builder.AddColumn(field.Name))];
        for (var row = 0; row < columns.Select(cells => cells.Count).FirstOrDefault(); row++)
        {
            builder.AddRow(row + 1);
            for (var column = 0; column < targets.Length; column++)
            {
                builder.Set(targets[column], columns[column][row]);
            }
        }

        return builder.Build(options);
    }

    private static async Task<List<string?>[]> ColumnsAsync(string path, ParquetSchema schema, CancellationToken cancellationToken)
    {
        List<string?>[] columns = [.. schema.DataFields.Select(_ => new List<string?>())];
        var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            foreach (var (field, cells) in schema.DataFields.Zip(columns))
            {
                cells.AddRange(await s_readers[field.ClrType](rows, field, cancellationToken).ConfigureAwait(false));
            }
        }

        var announced = reader.Metadata?.NumRows;
        return columns.All(cells => cells.Count == announced)
            ? columns
            : throw new InvalidDataException($"its columns do not have the {announced} rows that it announces");
    }

    // The reader of a damaged file throws whatever comes.
    private static async Task<T> WholeAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is not (OperationCanceledException or FileNotFoundException or UnauthorizedAccessException))
        {
            Throw.BadParquet(path, exception);
            throw;
        }
    }

    private static string Kind(Field field) =>
        field is not DataField plain || plain.IsArray ? "list or structure"
        : plain.ClrType == typeof(ReadOnlyMemory<byte>) ? "bytes"
        : plain.ClrType.Name;

    private static async Task<IEnumerable<string?>> TextsAsync(
        ParquetRowGroupReader rows,
        DataField field,
        CancellationToken cancellationToken
    )
    {
        var texts = new string?[rows.RowCount];
        await rows.ReadAsync(field, texts.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        return texts;
    }

    private static Task<IEnumerable<string?>> NumbersAsync<T>(
        ParquetRowGroupReader rows,
        DataField field,
        CancellationToken cancellationToken
    )
        where T : struct, IFormattable =>
        ReadAsync<T>(rows, field, value => value.ToString(null, CultureInfo.InvariantCulture), cancellationToken);

    private static async Task<IEnumerable<string?>> ReadAsync<T>(
        ParquetRowGroupReader rows,
        DataField field,
        Func<T, string> text,
        CancellationToken cancellationToken
    )
        where T : struct
    {
        if (!field.IsNullable)
        {
            var whole = new T[rows.RowCount];
            await rows.ReadAsync(field, whole.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return whole.Select(text);
        }

        var values = new T?[rows.RowCount];
        await rows.ReadAsync(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        return values.Select(value => value is { } present ? text(present) : null);
    }
}
