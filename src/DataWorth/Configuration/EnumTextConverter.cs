using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataWorth.Configuration;

/// <summary>Values of enumerations by their names in kebab case; several of a set of flags with commas between them.</summary>
internal sealed class EnumTextConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            return text.Length > 0 && char.IsAsciiLetter(text[0])
                ? Enum.Parse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
                : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(string.Join(", ", value.ToString().Split(", ").Select(name => OptionText.Name(typeof(T), name))));
    }
}
