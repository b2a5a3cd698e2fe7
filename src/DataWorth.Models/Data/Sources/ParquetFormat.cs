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
        List<(string Name, List<string?> Cells)> columns = [];
        try
        {
            var stream = File.OpenRead(file.Path);
            await using var _ = stream.ConfigureAwait(false);
            var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            if (reader.Schema.Fields.FirstOrDefault(field => field is not DataField { IsArray: false }) is { } nested)
            {
                Throw.NestedParquet(file.Path, nested.Name, nested.SchemaType.ToString());
            }

            columns = [.. reader.Schema.DataFields.Select(field => (field.Name, new List<string?>()))];
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                foreach (var (field, (_, cells)) in reader.Schema.DataFields.Zip(columns))
                {
                    cells.AddRange(await CellsAsync(rows, field, file.Path, cancellationToken).ConfigureAwait(false));
                }
            }

            if (columns.Any(column => column.Cells.Count != reader.Metadata?.NumRows))
            {
                throw new InvalidDataException($"its columns do not have the {reader.Metadata?.NumRows} rows that it announces");
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or NotSupportedException or FileNotFoundException))
        {
            Throw.BadParquet(file.Path, exception);
        }

        TableBuilder builder = new(file, "row");
        ColumnBuilder[] targets = [.. columns.Select(column => builder.AddColumn(column.Name))];
        for (var row = 0; row < columns.Select(column => column.Cells.Count).FirstOrDefault(); row++)
        {
            builder.AddRow(row + 1);
            for (var column = 0; column < targets.Length; column++)
            {
                builder.Set(targets[column], columns[column].Cells[row]);
            }
        }

        return builder.Build(options);
    }

    private static async Task<IEnumerable<string?>> CellsAsync(
        ParquetRowGroupReader rows,
        DataField field,
        string path,
        CancellationToken cancellationToken
    )
    {
        if (field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[rows.RowCount];
            await rows.ReadAsync(field, texts.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return texts;
        }

        var read = s_readers.GetValueOrDefault(field.ClrType);
        if (read is null)
        {
            Throw.NestedParquet(path, field.Name, field.ClrType == typeof(ReadOnlyMemory<byte>) ? "bytes" : field.ClrType.Name);
        }

        return await read(rows, field, cancellationToken).ConfigureAwait(false);
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
