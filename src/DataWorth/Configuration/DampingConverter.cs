using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataWorth.Curvature;

namespace DataWorth.Configuration;

/// <summary>A damping as a number relative to the mean eigenvalue, or "absolute:NUMBER".</summary>
internal sealed class DampingConverter : JsonConverter<Damping>
{
    private const string AbsolutePrefix = "absolute:";

    public static string Text(Damping damping) =>
        (damping.IsRelative ? "" : AbsolutePrefix) + damping.Value.ToString("R", CultureInfo.InvariantCulture);

    public override Damping Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return Damping.Relative(reader.GetDouble());
        }

        var text = reader.GetString()!;
        return text.StartsWith(AbsolutePrefix, StringComparison.Ordinal)
            ? Damping.Absolute(double.Parse(text[AbsolutePrefix.Length..], NumberStyles.Float, CultureInfo.InvariantCulture))
            : Damping.Relative(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    public override void Write(Utf8JsonWriter writer, Damping value, JsonSerializerOptions options)
    {
        if (value.IsRelative)
        {
            writer.WriteNumberValue(value.Value);
        }
        else
        {
            writer.WriteStringValue(Text(value));
        }
    }
}
