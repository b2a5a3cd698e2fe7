using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataWorth.Language;

/// <summary>What is wrong with texts and conversations.</summary>
internal static partial class Throw
{
    // Names that data sets give to their fields.
    private static readonly string[] s_prompts = ["prompt", "instruction", "question", "input"];
    private static readonly string[] s_completions = ["completion", "response", "answer", "output"];
    private static readonly string[] s_messages = ["messages", "conversations", "conversation"];

    [DoesNotReturn]
    internal static void NoPassages() =>
        throw new ArgumentException("There are no passages to rank, expected at least one. Give other texts.");

    [DoesNotReturn]
    internal static void PassageTwice(string id) =>
        throw new ArgumentException($"Two passages have the id '{id}', expected ids that differ. Give each its own.");

    [DoesNotReturn]
    internal static void MixedFields() =>
        throw new ArgumentException(
            "Prompts and answers are two fields, and messages are another way to have them: give option 'prompt-field' and option "
                + "'completion-field', or option 'messages-field', or option 'text-field' alone.",
            nameof(Corpora.TextDataOptions.PromptField)
        );

    [DoesNotReturn]
    internal static void UnknownEncoding(string name, Exception inner) =>
        throw new ArgumentException(
            $"There is no encoding '{name}', expected one such as utf-8, utf-16 or iso-8859-1.",
            nameof(Corpora.TextDataOptions.Encoding),
            inner
        );

    [DoesNotReturn]
    internal static void UnknownFormat(string name, IEnumerable<string> known) =>
        throw new ArgumentException(
            $"There is no format of texts '{name}', expected one of {string.Join(", ", known)}.",
            nameof(Corpora.TextDataOptions.Format)
        );

    [DoesNotReturn]
    internal static void UnknownExtension(string path, IEnumerable<string> formats) =>
        throw new ArgumentException(
            Models.Data.TextFault.IsPacked(path)
                ? $"'{path}' is compressed, which is not read. Unpack it."
                : $"The extension of '{path}' says no format of texts. Give option 'format' one of {string.Join(", ", formats)}.",
            nameof(Corpora.TextDataOptions.Path)
        );

    [DoesNotReturn]
    internal static void NoTexts(string path, int others, IEnumerable<string> extensions) =>
        throw new FileNotFoundException(
            $"'{path}' has no texts{(others > 0 ? $", but {others} files of other kinds" : "")}: expected files with the extensions "
                + $"{string.Join(", ", extensions)}. Correct the path, or give option 'format'."
        );

    [DoesNotReturn]
    internal static void NoSuchPath(string path, bool hasOtherSigns) =>
        throw new FileNotFoundException(
            $"'{path}' does not exist, expected a file, a folder, or a pattern"
                + (
                    hasOtherSigns
                        ? ". In patterns only *, ? and ** have a meaning: [..], {..} and commas are read as they are. Give one of these."
                        : " of such (*, ? and **). Correct the path."
                )
        );

    [DoesNotReturn]
    internal static void NoMatch(string pattern, string root, bool hasOtherSigns) =>
        throw new FileNotFoundException(
            $"No file below '{root}' fits the pattern '{pattern}'"
                + (
                    hasOtherSigns
                        ? ", of which only *, ? and ** have a meaning: [..], {..} and commas are read as they are. Change it."
                        : ". '*' and '?' stand for signs within a name, '**' for folders of any depth. Change it."
                )
        );

    [DoesNotReturn]
    internal static void HalfCharacter(string path, long line, Exception inner) =>
        throw new InvalidDataException(
            $"Line {line} of '{path}' has half of a character, expected both: an escape such as \\ud83d without the one that belongs to it. "
                + "Correct the line, or remove the escape.",
            inner
        );

    [DoesNotReturn]
    internal static void IdTwice(string path, string id) =>
        throw new InvalidDataException(
            $"File '{path}' has the id '{id}' a second time, expected ids that differ. Give option 'id-field' another field."
        );

    [DoesNotReturn]
    internal static void NotAJsonObject(string path, long line, string found, Exception? inner) =>
        throw new InvalidDataException($"Line {line} of '{path}' is no object of JSON: {found}. Correct the line.", inner);

    [DoesNotReturn]
    internal static void NoField(string path, string place, string field, IEnumerable<string> fields) =>
        throw new InvalidDataException(
            $"File '{path}' has no field '{field}' in {place}. Fields: {string.Join(", ", fields)}. {Suggestion([.. fields])}"
        );

    // What the fields look like.
    private static string Suggestion(IReadOnlyList<string> fields)
    {
        var prompt = s_prompts.FirstOrDefault(fields.Contains);
        var completion = s_completions.FirstOrDefault(fields.Contains);
        return prompt is not null && completion is not null
                ? $"Give option 'prompt-field' {prompt} and option 'completion-field' {completion}, or option 'text-field' one of them."
            : s_messages.FirstOrDefault(fields.Contains) is { } messages
                ? $"Give option 'messages-field' {messages}, or option 'text-field' another."
            : "Give option 'text-field' the one with the text.";
    }

    [DoesNotReturn]
    internal static void NotAText(string path, string? place, string field, string found) =>
        throw new InvalidDataException(
            $"Field '{field}' of '{path}'{(place is null ? "" : $", {place},")} is {found}, expected a text. Correct the file, or name "
                + "another field."
        );

    [DoesNotReturn]
    internal static void NotMessages(string path, long number, string field, string found) =>
        throw new InvalidDataException(
            $"Field '{field}' of '{path}', line {number}, is {found}, expected a list of messages with role and content. Correct the file, or give "
                + "option 'messages-field' another."
        );

    [DoesNotReturn]
    internal static void NotAConversation(string path, long line, ArgumentException inner) =>
        throw new InvalidDataException($"Line {line} of '{path}': {inner.Message.Split(" (Parameter ")[0]} Correct the line.", inner);

    [DoesNotReturn]
    internal static void MessagesInParquet(string path, string field) =>
        throw new ArgumentException(
            $"Lists of messages ('{field}') are read from JSON Lines only, not from '{path}'. Use two columns of prompts and answers.",
            nameof(Corpora.TextDataOptions.MessagesField)
        );

    [DoesNotReturn]
    internal static void BadParquet(string path, Exception inner) =>
        throw new InvalidDataException($"File '{path}' is no whole file of Parquet: it is cut, or of another kind. Fetch it again.", inner);

    [DoesNotReturn]
    internal static void BadText(string path, Encoding encoding, long offset, byte[] found) =>
        throw new InvalidDataException(
            $"Text file '{path}' is not valid {encoding.WebName.ToUpperInvariant()}: byte {offset} is "
                + $"{string.Join(' ', found.Select(value => $"0x{value:X2}"))}. "
                + Models.Data.TextFault.Remedy(path, encoding, isChosen: true)
        );

    [DoesNotReturn]
    internal static void ZeroCharacter(string path, long offset) =>
        throw new InvalidDataException(
            $"Text file '{path}' has a zero character at byte {offset}, expected text: it is binary, or UTF-16 without a byte-order "
                + "mark. Convert it to UTF-8."
        );

    [DoesNotReturn]
    internal static void UnknownTemplate(string name, IEnumerable<string> known) =>
        throw new ArgumentException($"There is no template '{name}', expected one of {string.Join(", ", known)}.", "name");

    [DoesNotReturn]
    internal static void UnknownRole(string role) =>
        throw new ArgumentException($"A message has the role '{role}', expected 'system', 'user' or 'assistant'.", "messages");

    [DoesNotReturn]
    internal static void MisplacedRole(string template, string role, int place) =>
        throw new ArgumentException(
            $"Message {place} has the role '{role}', where the template '{template}' has none: it begins with 'system' or 'user', and "
                + "'assistant' follows 'user'.",
            "messages"
        );
}
