using System.Text;
using DataWorth.Language.Corpora;

namespace DataWorth.Language.Chat;

/// <summary>How conversations become texts: a row of <see cref="ChatTemplateTable"/>.</summary>
/// <param name="Name">Its name: "chatml".</param>
/// <param name="Summary">One line: which models.</param>
/// <param name="Marker">What stands in the chat_template of tokenizer_config.json of such models; empty for none.</param>
/// <param name="Parts">Cuts a conversation into texts, and says of each whether a model is to learn it: answers, and what ends
/// them.</param>
/// <param name="Answer">What stands in front of an answer that is to be made.</param>
public sealed record ChatTemplate(
    string Name,
    string Summary,
    string Marker,
    Func<IReadOnlyList<ChatMessage>, IEnumerable<(string Text, bool IsCompletion)>> Parts,
    string Answer
)
{
    /// <summary>The text of a conversation, and the characters of its answers.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="asksForAnswer">Whether an answer is to follow. Default false.</param>
    /// <exception cref="ArgumentException">The template has no such role, or not in this place.</exception>
    public (string Text, IReadOnlyList<TextRange> Completions) Render(IReadOnlyList<ChatMessage> messages, bool asksForAnswer = false)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages.Where(message => message.Role is not ("system" or "user" or "assistant")))
        {
            Throw.UnknownRole(message.Role);
        }

        StringBuilder text = new();
        List<TextRange> completions = [];
        foreach (var (part, isCompletion) in Parts(messages))
        {
            if (isCompletion && part.Length > 0)
            {
                completions.Add(new(text.Length, part.Length));
            }

            text.Append(part);
        }

        return (text.Append(asksForAnswer ? Answer : "").ToString(), completions);
    }
}
