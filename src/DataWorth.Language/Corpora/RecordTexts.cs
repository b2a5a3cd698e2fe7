using System.Globalization;
using DataWorth.Language.Chat;

namespace DataWorth.Language.Corpora;

/// <summary>Makes documents of records with named fields.</summary>
internal static class RecordTexts
{
    /// <summary>Fields that the options name.</summary>
    public static IReadOnlyList<string> Fields(TextDataOptions options) =>
        [
            .. (
                options.PromptField is { } prompt
                    ? [prompt, options.CompletionField!]
                    : new[] { options.MessagesField ?? options.TextField }
            ),
            .. new[] { options.IdField, options.TitleField }.OfType<string>(),
        ];

    /// <summary>Makes a document.</summary>
    /// <param name="place">Its id where no field has one.</param>
    /// <param name="options">The fields.</param>
    /// <param name="text">The text of a field; it must be there.</param>
    /// <param name="messages">The messages of a field.</param>
    public static TextDocument Make(
        string place,
        TextDataOptions options,
        Func<string, string> text,
        Func<string, IReadOnlyList<ChatMessage>> messages
    )
    {
        var id = options.IdField is { } idField ? text(idField) : place;
        var title = options.TitleField is { } titleField ? text(titleField) : id;
        if (options.PromptField is null && options.MessagesField is null)
        {
            return new(id, title, text(options.TextField));
        }

        var talk = options.MessagesField is { } field
            ? messages(field)
            : [new ChatMessage("user", text(options.PromptField!)), new ChatMessage("assistant", text(options.CompletionField!))];
        var (whole, completions) = ChatTemplateTable.Of(options.Template).Render(talk);
        return new(id, title, whole) { Completions = completions };
    }

    /// <summary>The id of a line or row.</summary>
    public static string Place(string file, long number) => string.Create(CultureInfo.InvariantCulture, $"{file}:{number}");
}
