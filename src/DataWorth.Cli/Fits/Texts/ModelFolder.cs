using DataWorth.Language.Checkpoints;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>What of a model's folder is not taken, though it is there.</summary>
internal static class ModelFolder
{
    /// <summary>A sentence each.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it is loaded.</param>
    public static IReadOnlyList<string> Notices(string folder, LanguageModelOptions options) =>
        [
            .. TokenizerFiles.Choice(folder) is { } choice ? [choice] : Array.Empty<string>(),
            .. options.Adapter is null && LanguageModelCheckpoint.IsModel(folder) && LoraAdapter.IsAdapterFolder(folder)
                ? [$"'{folder}' has an adapter beside the weights (adapter_config.json), which is not loaded: --adapter {folder} loads it."]
                : Array.Empty<string>(),
        ];
}
