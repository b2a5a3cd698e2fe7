using Parquet;
using Parquet.Schema;

namespace DataWorth.Language.Corpora;

/// <summary>Columns of texts in Apache Parquet; one group of rows is in memory at a time.</summary>
internal static class ParquetTexts
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or lacks a column of texts.</exception>
    public static IEnumerable<TextDocument> Read(string path, string id, TextDataOptions options)
    {
        if (options.MessagesField is { } messages)
        {
            Throw.MessagesInParquet(path, messages);
        }

        using var file = File.OpenRead(path);
        var reader = Whole(path, () => ParquetReader.CreateAsync(file));
        var fields = RecordTexts
            .Fields(options)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => Find(path, reader, name));
        try
        {
            var number = 0L;
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                var columns = fields.ToDictionary(field => field.Key, field => Whole(path, async () =>
                        {
                            var texts = new string?[rows.RowCount];
                            await rows.ReadAsync(field.Value, texts.AsMemory(), null, CancellationToken.None).ConfigureAwait(false);
                            return texts;
                        }));
                for (var row = 0; row < rows.RowCount; row++)
                {
                    number++;
                    yield return RecordTexts.Make(
                        RecordTexts.Place(id, number),
                        options,
                        field => columns[field][row] ?? Missing(path, number, field),
                        _ => []
                    );
                }
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static string Missing(string path, long number, string field)
    {
        Throw.NotAText(path, $"row {number}", field, "null");
        return "";
    }

    private static DataField Find(string path, ParquetReader reader, string name)
    {
        var field = Array.Find(reader.Schema.DataFields, field => field.Name == name);
        if (field is null)
        {
            Throw.NoField(path, "the schema", name, reader.Schema.DataFields.Select(other => other.Name));
        }

        if (field.IsArray || field.ClrType != typeof(ReadOnlyMemory<char>))
        {
            Throw.NotAText(path, null, name, field.ClrType.Name);
        }

        return field;
    }

    // The reader of a damaged file throws whatever comes.
    private static T Whole<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or UnauthorizedAccessException))
        {
            Throw.BadParquet(path, exception);
            throw;
        }
    }
}
