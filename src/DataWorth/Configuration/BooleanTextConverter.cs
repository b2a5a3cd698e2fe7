using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataWorth.Configuration;

/// <summary>Truth values, also as the texts "true" and "false".</summary>
internal sealed class BooleanTextConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? bool.Parse(reader.GetString()!) : reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
