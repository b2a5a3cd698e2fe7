using System.ComponentModel;
using DataWorth.Models.Networks;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A language model of a pipeline: 'checkpoint' is the folder of configuration, weights and tokenizer.</summary>
[Description("A language model: 'checkpoint' is the folder of its configuration, weights and tokenizer.")]
internal sealed record LanguageModelOptions : ModelOptions;
