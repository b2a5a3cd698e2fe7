using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A prompt with its completion, as a fit is asked about it.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Completion">What is attributed.</param>
/// <param name="Block">Both as tokens, of which those of the completion count.</param>
internal sealed record TextQuery(string Prompt, string Completion, TokenBlock Block);
