using System.Text.Json;
using System.Text.Json.Serialization;
using DataWorth.Cli.Commands.Ask;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>What an answer consists of, one line of JSON after the other: pieces of text, then passages or examples, or an error.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Passages), "passages")]
[JsonDerivedType(typeof(Examples), "examples")]
[JsonDerivedType(typeof(Error), "error")]
internal abstract record AnswerEvent
{
    private static readonly JsonSerializerOptions s_options = new(CommandContext.JsonOptions) { WriteIndented = false };

    /// <summary>The event as a line.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, s_options), (byte)'\n'];

    /// <summary>What the model writes next.</summary>
    /// <param name="Piece">Its characters.</param>
    internal sealed record Text([property: JsonPropertyName("text")] string Piece) : AnswerEvent;

    /// <summary>The passages behind an answer of a language model: first with their scores, then with what these come from.</summary>
    /// <param name="Answer">They.</param>
    /// <param name="Warnings">What the method cannot say, a sentence each.</param>
    /// <param name="IsWhole">Whether nothing follows.</param>
    internal sealed record Passages(AskResult Answer, IReadOnlyList<string> Warnings, bool IsWhole) : AnswerEvent;

    /// <summary>The training examples behind a prediction.</summary>
    /// <param name="Answer">They.</param>
    internal sealed record Examples(RowAnswer Answer) : AnswerEvent;

    /// <summary>Why an answer that has begun does not go on.</summary>
    /// <param name="Message">A sentence.</param>
    internal sealed record Error(string Message) : AnswerEvent;
}
