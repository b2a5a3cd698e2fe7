using System.Text.Json;
using DataWorth.Language.Chat;

namespace DataWorth.Language.Corpora;

/// <summary>JSON Lines: an object a line. Lines of blanks are none.</summary>
internal static class JsonLines
{
    /// <summary>Reads a file, one line at a time.</summary>
    /// <exception cref="InvalidDataException">A line is no object of JSON, or lacks a field.</exception>
    public static IEnumerable<TextDocument> Read(string path, string id, TextDataOptions options)
    {
        foreach (var (number, line) in LineReader.Read(path, TextFormatTable.EncodingOf(options)))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Make(path, number, line, RecordTexts.Place(id, number), options);
            }
        }
    }

    private static TextDocument Make(string path, long number, string line, string place, TextDataOptions options)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                Throw.NotAJsonObject(path, number, $"found {root.ValueKind.ToString().ToLowerInvariant()}", null);
            }

            return RecordTexts.Make(
                place,
                options,
                field => Text(path, number, root, field, isId: field == options.IdField || field == options.TitleField),
                field => Messages(path, number, root, field)
            );
        }
        catch (InvalidOperationException exception)
        {
            Throw.HalfCharacter(path, number, exception); // what is asked of an element fits its kind: its text is none
            throw;
        }
        catch (ArgumentException exception) when (exception.ParamName == "messages")
        {
            Throw.NotAConversation(path, number, exception);
            throw;
        }
        catch (JsonException exception)
        {
            Throw.NotAJsonObject(path, number, exception.Message.Split(". ")[0].TrimEnd('.'), exception);
            throw;
        }
    }

    // Ids may be numbers; a number as a text is another field than the one that was meant.
    private static string Text(string path, long number, JsonElement root, string field, bool isId = false)
    {
        var value = Field(path, number, root, field);
        if (value.ValueKind != JsonValueKind.String && !(isId && value.ValueKind == JsonValueKind.Number))
        {
            Throw.NotAText(path, $"line {number}", field, value.ValueKind.ToString().ToLowerInvariant());
        }

        return value.ToString();
    }

    private static IReadOnlyList<ChatMessage> Messages(string path, long number, JsonElement root, string field)
    {
        var value = Field(path, number, root, field);
        if (value.ValueKind != JsonValueKind.Array)
        {
            Throw.NotMessages(path, number, field, value.ValueKind.ToString().ToLowerInvariant());
        }

        return
        [
            .. value
                .EnumerateArray()
                .Select(message => new ChatMessage(Text(path, number, message, "role"), Text(path, number, message, "content"))),
        ];
    }

    private static JsonElement Field(string path, long number, JsonElement root, string field)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(field, out var value))
        {
            Throw.NoField(
                path,
                $"line {number}",
                field,
                root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Select(property => property.Name) : []
            );
            throw null!;
        }

        return value;
    }
}
