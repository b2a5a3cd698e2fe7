using System.Text;
using DataWorth.Cli.Hosting;
using DataWorth.Language.Corpora;
using DataWorth.Language.Generation;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>Prompts of a language model, with what it writes or what is given after them.</summary>
/// <param name="model">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
internal sealed class TextPrompts(LanguageModel model, TextTokenizer tokenizer)
{
    /// <summary>A prompt with what the model writes after it, or with a given completion.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="completion">The completion; null for what the model writes.</param>
    /// <param name="generation">How the model writes.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="written">Told what the model writes, piece by piece; null for nobody.</param>
    /// <exception cref="UserErrorException">It is too long for the model, or nothing is to be attributed.</exception>
    public TextQuery Query(
        string prompt,
        string? completion,
        GenerationOptions generation,
        CancellationToken cancellationToken,
        Action<string>? written = null
    )
    {
        RequireText("prompt", prompt);
        RequireText("completion", completion ?? "");
        var before = tokenizer.EncodePrompt(prompt);
        if (before.Count == 0)
        {
            before =
                tokenizer.BeginId is { } begin ? [begin]
                : tokenizer.EndId is { } end ? [end]
                : throw new UserErrorException("The prompt is empty, and this model has no token to begin with. Give a prompt.");
        }

        if (before.Count >= model.Positions)
        {
            throw new UserErrorException(
                $"The prompt has {before.Count} tokens, but the model {model.Positions} positions: nothing fits after it. Give a shorter one."
            );
        }

        var after = completion is null
            ? Write(before, generation, written, cancellationToken)
            : [.. Completion(prompt, completion, before)];
        if (after.Count == 0 || before.Count + after.Count > model.Positions)
        {
            var all = before.Count + after.Count;
            throw new UserErrorException(
                after.Count == 0
                    ? "The completion is empty: there is nothing to attribute. Give --completion a text."
                    : $"Prompt and completion have {all} tokens, but the model {model.Positions} positions. Give less text."
            );
        }

        TokenBlock block = new()
        {
            Id = "answer",
            InputIds = [.. before, .. after],
            Counts = [.. before.Select(_ => false), .. after.Select(_ => true)],
        };
        return new(prompt, completion ?? Written(before, after), block);
    }

    // Bytes that are no text come as replacement characters from a command line; half a surrogate pair can come as JSON.
    private static void RequireText(string what, string text)
    {
        var place = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                throw new UserErrorException(
                    $"The {what} has something at character {place} that is no text: bytes that are not UTF-8, half a character, or U+FFFD, "
                        + "which stands for them. Give it as UTF-8."
                );
            }

            place += rune.Utf16SequenceLength;
        }
    }

    private List<int> Write(
        IReadOnlyList<int> before,
        GenerationOptions generation,
        Action<string>? written,
        CancellationToken cancellationToken
    )
    {
        generation = generation with
        {
            MaximumTokens = (int)Math.Min(generation.MaximumTokens, model.Positions - before.Count),
            Ends = tokenizer.EndId is { } stop ? [stop] : [],
        };
        List<int> after = [];
        var told = "";
        foreach (var token in TextGenerator.Generate(model, before, generation, cancellationToken))
        {
            after.Add(token);
            if (written is not null)
            {
                Tell(Written(before, after).TrimEnd('\uFFFD')); // bytes that are no character yet wait for those that follow
            }
        }

        if (written is not null)
        {
            Tell(Written(before, after));
        }

        return after;

        void Tell(string text)
        {
            if (text.Length > told.Length && text.StartsWith(told, StringComparison.Ordinal))
            {
                written(text[told.Length..]);
                told = text;
            }
        }
    }

    // A tokenizer may leave out the blank in front of a text: what the model writes is what comes to the prompt.
    private string Written(IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        var (start, text) = (tokenizer.Decode(before), after.Where(token => token != tokenizer.EndId));
        var whole = tokenizer.Decode(before.Concat(text));
        return whole.StartsWith(start, StringComparison.Ordinal) ? whole[start.Length..] : tokenizer.Decode(text);
    }

    // As in a training text: encoded together where the prompt's tokens stay what they are, apart where the border lies within a token.
    private IEnumerable<int> Completion(string prompt, string completion, IReadOnlyList<int> before)
    {
        var together = tokenizer.EncodePrompt(prompt + completion);
        return together.Take(before.Count).SequenceEqual(before) ? together.Skip(before.Count) : tokenizer.Encode(completion);
    }
}
