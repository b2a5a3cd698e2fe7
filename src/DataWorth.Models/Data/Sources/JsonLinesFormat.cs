using System.Text.Json;

namespace DataWorth.Models.Data.Sources;

/// <summary>One JSON object a line; its members are the columns, and an array of numbers or texts a column for each item.</summary>
internal static class JsonLinesFormat
{
    private static readonly string[] s_extensions = [".jsonl", ".ndjson"];

    internal static DataFormat Row { get; } =
        new(
            "json-lines",
            "an object of numbers and texts a line (.jsonl)",
            path => TableFile.IsAt(path, s_extensions),
            request => Task.FromResult<DataContent>(Read(request.Options))
        );

    private static TableContent Read(DataOptions options)
    {
        var file = TableFile.Find(options, s_extensions);
        TableBuilder builder = new(file, "line");
        var number = 0L;
        foreach (var line in TextFile.Read(file.Path).AsSpan().EnumerateLines())
        {
            number++;
            if (!line.IsWhiteSpace())
            {
                builder.AddRow(number);
                Add(builder, file.Path, number, line.ToString());
            }
        }

        return builder.Build(options);
    }

    private static void Add(TableBuilder builder, string path, long number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Throw.NotAJsonObject(path, number, $"found {Kind(document.RootElement)}", null);
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Array)
                {
                    var index = 0;
                    foreach (var item in member.Value.EnumerateArray())
                    {
                        Add(builder, path, number, $"{member.Name}[{index++}]", item);
                    }
                }
                else
                {
                    Add(builder, path, number, member.Name, member.Value);
                }
            }
        }
        catch (JsonException exception)
        {
            Throw.NotAJsonObject(path, number, exception.Message.Split(". ")[0].TrimEnd('.'), exception);
        }
        catch (InvalidOperationException exception)
        {
            // The parser takes such escapes; the text that is asked for later cannot have them.
            Throw.NotAJsonObject(path, number, "it has half of a Unicode character, a surrogate without the other one", exception);
        }
    }

    private static void Add(TableBuilder builder, string path, long number, string name, JsonElement value) =>
        builder.Set(
            builder.Column(name),
            value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Null => null,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => Nested(path, number, name, value),
            }
        );

    private static string? Nested(string path, long number, string name, JsonElement value)
    {
        Throw.NestedJson(path, number, name, Kind(value));
        return null;
    }

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.Object => "an object",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            _ => value.GetRawText(),
        };
}
