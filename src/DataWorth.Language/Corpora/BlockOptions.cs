using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;

namespace DataWorth.Language.Corpora;

/// <summary>How documents become blocks of tokens.</summary>
public sealed record BlockOptions : IValidatedOptions
{
    /// <summary>Largest number of tokens T of a block, at least 2: nothing predicts the first. Default 512.</summary>
    [Description("Largest number of tokens of a block.")]
    [Range(2, int.MaxValue)]
    public int Length { get; init; } = 512;

    /// <summary>True (default): documents one after the other, so that a block may hold several; attention crosses their borders. False:
    /// every block of one document only; shorter ones are padded when they meet longer ones in a batch. The command's default for prompts with
    /// answers is false: an answer is attributed by itself.</summary>
    [Description("Whether a block may hold several documents; where documents are prompts with answers, false unless it is said.")]
    public bool IsPacked { get; init; } = true;

    /// <summary>Whether the tokens after the last whole block are a shorter block (default) or left out.</summary>
    [Description("Whether the tokens after the last whole block are a shorter block.")]
    public bool KeepsRest { get; init; } = true;

    /// <summary>Whether the tokenizer's token of the end, if it has one, follows each document. Default true.</summary>
    [Description("Whether the token of the end follows each document.")]
    public bool AddsEnd { get; init; } = true;

    /// <inheritdoc/>
    public void Validate() => OptionRules.CheckRanges(this);
}
