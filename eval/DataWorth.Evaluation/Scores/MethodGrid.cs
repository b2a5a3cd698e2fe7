using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using DataWorth.Configuration;
using DataWorth.Methods;

namespace DataWorth.Evaluation.Scores;

/// <summary>A method with values, or lists of values, of its options: every combination is a <see cref="MethodVariant"/>.</summary>
public sealed record MethodGrid : IValidatedOptions
{
    /// <summary>Name in <see cref="MethodTable"/>.</summary>
    [Description("Name of the method, such as logra.")]
    public string Method { get; init; } = "";

    /// <summary>Name in the result, to which the values of options with several values are added. Default null: the method's
    /// name.</summary>
    [Description("Name in the result, to which the values of options with several values are added. Default: the method's name.")]
    public string? Label { get; init; }

    /// <summary>Number of models whose scores are averaged, at least 1. Default 1.</summary>
    [Description("Number of models whose scores are averaged.")]
    [Range(1, int.MaxValue)]
    public int Checkpoints { get; init; } = 1;

    /// <summary>Options of the method, each with a value or a list of values.</summary>
    [Description("Options of the method, each with a value or a list of values.")]
    public JsonObject Options { get; init; } = [];

    /// <summary>The combinations, those of the last option varying fastest.</summary>
    public IReadOnlyList<MethodVariant> Variants()
    {
        IReadOnlyList<MethodVariant> variants =
        [
            new()
            {
                Label = Label ?? Method,
                Method = Method,
                Checkpoints = Checkpoints,
            },
        ];
        foreach (var (option, values) in Flatten(Options, ""))
        {
            variants =
            [
                .. variants.SelectMany(variant =>
                    values.Select(value =>
                        variant with
                        {
                            Label = values.Count > 1 ? $"{variant.Label} {option}={value}" : variant.Label,
                            Options = new Dictionary<string, string>(variant.Options) { [option] = value },
                        }
                    )
                ),
            ];
        }

        return variants;
    }

    /// <summary>Checks that every combination can be fitted.</summary>
    /// <exception cref="OptionException">The method or an option is unknown, or a value is not understood.</exception>
    public void Validate()
    {
        OptionRules.CheckRanges(this);
        _ = MethodTable.Get(Method);
        foreach (var variant in Variants())
        {
            try
            {
                variant.Bind();
            }
            catch (OptionException exception)
            {
                throw new OptionException($"options.{exception.Path}", $"Method '{variant.Label}': {exception.Message}", exception);
            }
        }
    }

    private static IEnumerable<(string Option, IReadOnlyList<string> Values)> Flatten(JsonObject options, string prefix)
    {
        foreach (var (name, node) in options)
        {
            if (node is JsonObject section)
            {
                foreach (var inner in Flatten(section, $"{prefix}{name}."))
                {
                    yield return inner;
                }

                continue;
            }

            if (node is JsonArray list && (list.Count == 0 || list.Any(value => value is not (null or JsonValue))))
            {
                Throw.BadGrid(name, list.ToJsonString());
            }

            yield return (prefix + name, [.. (node as JsonArray ?? [node?.DeepClone()]).Select(Text)]);
        }

        static string Text(JsonNode? value) => value?.ToString() ?? "null";
    }
}
