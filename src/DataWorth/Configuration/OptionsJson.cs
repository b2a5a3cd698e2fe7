using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DataWorth.Configuration;

/// <summary>How option records are written in JSON: kebab case, nothing that is not known, numbers and truth values also as
/// texts.</summary>
public static class OptionsJson
{
    /// <summary>Without choices of types.</summary>
    public static JsonSerializerOptions Default { get; } = Create([]);

    /// <summary>With choices of types.</summary>
    /// <param name="choices">Base types whose derived type a name in the file chooses.</param>
    public static JsonSerializerOptions Create(params IReadOnlyList<OptionChoice> choices)
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.AllowReadingFromString,
            RespectNullableAnnotations = true,
            AllowOutOfOrderMetadataProperties = true, // canonical JSON has its keys in the order of letters
            Converters = { new EnumTextConverter(), new BooleanTextConverter(), new DampingConverter(), new TokenClippingConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepOptions, info => Choose(info, choices) } },
        };
        options.MakeReadOnly();
        return options;
    }

    // Computed properties are no options; those of base records come first.
    private static void KeepOptions(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        JsonPropertyInfo[] kept = [.. info.Properties.Where(property => property is { Set: not null, Get: not null })];
        info.Properties.Clear();
        foreach (var property in kept.OrderBy(property => Depth(property.DeclaringType)))
        {
            info.Properties.Add(property);
        }
    }

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    private static void Choose(JsonTypeInfo info, IReadOnlyList<OptionChoice> choices)
    {
        foreach (var choice in choices.Where(choice => choice.Base == info.Type))
        {
            info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = choice.Key };
            foreach (var (name, type) in choice.Types)
            {
                info.PolymorphismOptions.DerivedTypes.Add(new(type, name));
            }
        }
    }
}
