using System.ComponentModel;
using DataWorth.Configuration;
using DataWorth.Gradients;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using TorchSharp;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A language model of a pipeline: 'checkpoint' is the folder of configuration, weights and tokenizer.</summary>
[Description("A language model: 'checkpoint' is the folder of its configuration, weights and tokenizer.")]
internal sealed record LanguageModelOptions : ModelOptions, IValidatedOptions
{
    private const int BatchSize = 8; // a block has hundreds of positions

    /// <summary>What is loaded and tracked of a folder of which nothing else is said.</summary>
    public static LanguageModelOptions Default { get; } = new();

    /// <summary>Element type of the weights in memory, whatever that of the files. Default float32, which holds 16-bit files without
    /// loss.</summary>
    [Description("Type of the weights in memory, whatever the files have; 16 bits take half of it and round more.")]
    public WeightPrecision Precision { get; init; }

    /// <summary>The folder of a LoRA adapter on the weights (adapter_config.json, adapter_model.safetensors); null for none.</summary>
    [Description("Folder of a LoRA adapter on the weights (adapter_config.json, adapter_model.safetensors); null for none.")]
    public string? Adapter { get; init; }

    /// <summary>Whose weights are tracked. Default null: the adapter's where there is one, which alone have learned.</summary>
    [Description("With an adapter: whose weights are tracked; null for the adapter's, which alone have learned.")]
    public TrackedWeights? Track { get; init; }

    /// <summary>The type as libtorch calls it.</summary>
    public torch.ScalarType Type =>
        Precision switch
        {
            WeightPrecision.Bfloat16 => torch.ScalarType.BFloat16,
            WeightPrecision.Float16 => torch.ScalarType.Float16,
            _ => torch.ScalarType.Float32,
        };

    /// <summary>What of it decides the model besides files, as one text; empty for the default.</summary>
    public string ModelText => Precision == Default.Precision ? "" : Precision.ToString();

    /// <summary>A method's options unless others are given.</summary>
    /// <param name="options">The method's own.</param>
    public AttributionOptions Defaults(AttributionOptions options)
    {
        options = options with { BatchSize = BatchSize };
        var selected = options with { Modules = Select(options.Modules) };
        try
        {
            selected.Validate();
            return selected;
        }
        catch (ArgumentException)
        {
            return options; // a method that takes no gradients tracks nothing
        }
    }

    /// <summary>The network of a folder with its adapter, as shapes without weights.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops.</param>
    public LanguageModel Shape(string folder, CancellationToken cancellationToken = default)
    {
        var shape = LanguageModelCheckpoint.ReadOptions(Path.Combine(folder, "config.json")).Create(Type, torch.META);
        _ = Adapter is null ? null : LoraAdapter.Load(shape, Adapter, cancellationToken);
        return shape;
    }

    /// <summary>The modules that are tracked unless others are named.</summary>
    /// <param name="modules">Those of a model without adapter.</param>
    public ModuleSelection Select(ModuleSelection modules) =>
        Adapter is null
            ? modules
            : (Track ?? TrackedWeights.Adapter) switch
            {
                TrackedWeights.Adapter => modules with { Include = LoraAdapter.Selection.Include },
                TrackedWeights.Base => modules with { Exclude = LoraAdapter.Selection.Include },
                _ => modules,
            };

    /// <inheritdoc/>
    /// <exception cref="OptionException">It says what is tracked of an adapter that is not given.</exception>
    public void Validate()
    {
        if (Track is not null && Adapter is null)
        {
            throw new OptionException(
                OptionRules.Key(nameof(Track)),
                "'track' says whose weights are tracked, the adapter's or the base's, but there is no adapter: give 'adapter', or leave 'track' out."
            );
        }
    }
}
