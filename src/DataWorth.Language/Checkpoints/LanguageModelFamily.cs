using System.Text.Json.Nodes;
using DataWorth.Language.Networks;

namespace DataWorth.Language.Checkpoints;

/// <summary>A family of language models: a row of <see cref="FamilyTable"/>.</summary>
/// <param name="ModelType">The value of model_type in config.json.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Read">Reads the shape, which makes the network.</param>
/// <param name="Write">Writes the shape; null where the family has no such network.</param>
/// <param name="Names">Names of the tensors in files.</param>
public sealed record LanguageModelFamily(
    string ModelType,
    string Title,
    Func<ConfigurationReader, LanguageModelOptions> Read,
    Func<LanguageModelOptions, JsonObject?> Write,
    TensorNames Names
);
