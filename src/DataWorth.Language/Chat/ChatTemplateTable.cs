namespace DataWorth.Language.Chat;

/// <summary>The templates by which conversations become texts. Templates of models are programs (Jinja), which are not run: the known ones are
/// here.</summary>
public static class ChatTemplateTable
{
    private const string Assistant = "assistant";
    private const string Llama3Header = "<|start_header_id|>";
    private const string Instruction = "### Instruction:\n";
    private const string Response = "### Response:\n";

    /// <summary>The templates.</summary>
    public static IReadOnlyList<ChatTemplate> Templates { get; } =
    [
        new("plain", "one message after the other, without signs", "", messages => messages.Select(Whole), ""),
        new(
            "chatml",
            "Qwen and others: <|im_start|>role ... <|im_end|>",
            "<|im_start|>",
            messages =>
                messages.SelectMany(message => Framed(message, $"<|im_start|>{message.Role}\n", message.Content, "<|im_end|>", "\n")),
            $"<|im_start|>{Assistant}\n"
        ),
        new(
            "llama-3",
            "Llama 3: <|start_header_id|>role<|end_header_id|> ... <|eot_id|>",
            Llama3Header,
            messages =>
                [
                    ("<|begin_of_text|>", false),
                    .. messages.SelectMany(message => Framed(message, Header(message.Role), message.Content.Trim(), "<|eot_id|>", "")),
                ],
            Header(Assistant)
        ),
        new("llama-2", "Llama 2: <s>[INST] ... [/INST] ... </s>", "[INST]", Llama2, ""),
        new(
            "alpaca",
            "### Instruction: ... ### Response: ...",
            "### Instruction",
            messages => messages.Index().SelectMany(entry => Alpaca(entry.Item, entry.Index)),
            "\n\n" + Response
        ),
    ];

    /// <summary>A template by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ChatTemplate Of(string name)
    {
        var template = Templates.FirstOrDefault(template => template.Name == name);
        if (template is null)
        {
            Throw.UnknownTemplate(name, Templates.Select(known => known.Name));
        }

        return template;
    }

    /// <summary>The template of a model, found by its marker; null if none is known.</summary>
    /// <param name="program">The chat_template of tokenizer_config.json.</param>
    public static ChatTemplate? Find(string program) =>
        Templates.FirstOrDefault(template => template.Marker.Length > 0 && program.Contains(template.Marker, StringComparison.Ordinal));

    private static (string Text, bool IsCompletion) Whole(ChatMessage message) => (message.Content, message.Role == Assistant);

    // What ends an answer is learned too; what stands between messages is not.
    private static IEnumerable<(string Text, bool IsCompletion)> Framed(
        ChatMessage message,
        string opening,
        string content,
        string end,
        string between
    ) => [(opening, false), (content + end, message.Role == Assistant), (between, false)];

    private static string Header(string role) => $"{Llama3Header}{role}<|end_header_id|>\n\n";

    private static IEnumerable<(string Text, bool IsCompletion)> Alpaca(ChatMessage message, int place)
    {
        var opening = message.Role switch
        {
            "user" => Instruction,
            Assistant => Response,
            _ => "",
        };
        return [((place > 0 ? "\n\n" : "") + opening, false), Whole(message)];
    }

    private static IEnumerable<(string Text, bool IsCompletion)> Llama2(IReadOnlyList<ChatMessage> messages)
    {
        var system = "";
        foreach (var (index, message) in messages.Index())
        {
            if (message.Role == "system" && index == 0)
            {
                system = $"<<SYS>>\n{message.Content}\n<</SYS>>\n\n";
                continue;
            }

            if (message.Role == "user")
            {
                yield return ($"<s>[INST] {system}{message.Content.Trim()} [/INST]", false);
                system = "";
                continue;
            }

            if (message.Role == "system" || index == 0 || messages[index - 1].Role != "user")
            {
                Throw.MisplacedRole("llama-2", message.Role, index);
            }

            yield return ($" {message.Content.Trim()} </s>", true);
        }
    }
}
