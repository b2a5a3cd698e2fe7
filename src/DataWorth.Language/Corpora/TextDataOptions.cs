using System.ComponentModel;
using DataWorth.Configuration;

namespace DataWorth.Language.Corpora;

/// <summary>Where texts are, and how they are read.</summary>
public sealed record TextDataOptions : IValidatedOptions
{
    private const string DefaultTextField = "text";

    /// <summary>A file, a folder with all folders below, or a pattern: '*' and '?' within a name, '**' for folders of any depth.</summary>
    [Description("A file, a folder, or a pattern with *, ? and **.")]
    public string Path { get; init; } = "";

    /// <summary>Name of a format of <see cref="TextFormatTable"/>; null (default) to go by the extension of each file.</summary>
    [Description("Format of texts; null to go by the extensions of the files.")]
    public string? Format { get; init; }

    /// <summary>Field of the text in structured files. Default "text".</summary>
    [Description("Field of the text in structured files.")]
    public string TextField { get; init; } = DefaultTextField;

    /// <summary>Field of the id; null (default): the file and the number of the line or row.</summary>
    [Description("Field of the id; null for file and number.")]
    public string? IdField { get; init; }

    /// <summary>Field of the title; null (default): the id.</summary>
    [Description("Field of the title; null for the id.")]
    public string? TitleField { get; init; }

    /// <summary>Field of the prompt, together with <see cref="CompletionField"/> instead of <see cref="TextField"/>; null (default) for
    /// none.</summary>
    [Description("Field of the prompt; null for none.")]
    public string? PromptField { get; init; }

    /// <summary>Field of the answer to the prompt; null (default) for none.</summary>
    [Description("Field of the answer; null for none.")]
    public string? CompletionField { get; init; }

    /// <summary>Field of a list of messages with role and content, instead of <see cref="TextField"/>; null (default) for none. JSON Lines
    /// only.</summary>
    [Description("Field of a list of messages; null for none.")]
    public string? MessagesField { get; init; }

    /// <summary>Name of the template of <see cref="Chat.ChatTemplateTable"/> by which prompts, answers and messages become texts. Default
    /// "plain": one after the other.</summary>
    [Description("Template by which prompts, answers and messages become texts: plain, chatml, llama-3, llama-2 or alpaca.")]
    public string Template { get; init; } = "plain";

    /// <summary>Encoding of files without a byte-order mark, by its name: "utf-8" (default), "iso-8859-1".</summary>
    [Description("Encoding of files without a byte-order mark.")]
    public string Encoding { get; init; } = "utf-8";

    /// <inheritdoc/>
    public void Validate()
    {
        if (
            PromptField is null != CompletionField is null
            || (PromptField is not null && MessagesField is not null)
            || (TextField != DefaultTextField && (PromptField ?? MessagesField) is not null)
        )
        {
            Throw.MixedFields();
        }
    }
}
