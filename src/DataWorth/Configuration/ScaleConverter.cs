using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataWorth.Configuration;

/// <summary>A number relative to something that is known later, or "absolute:NUMBER".</summary>
/// <param name="relative">Makes the relative one.</param>
/// <param name="absolute">Makes the absolute one.</param>
/// <param name="parts">Whether one is relative, and its number.</param>
internal abstract class ScaleConverter<T>(
    Func<double, T> relative,
    Func<double, T> absolute,
    Func<T, (bool IsRelative, double Value)> parts
) : JsonConverter<T>
{
    private const string AbsolutePrefix = "absolute:";

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return relative(reader.GetDouble());
        }

        var text = reader.GetString()!;
        return text.StartsWith(AbsolutePrefix, StringComparison.Ordinal)
            ? absolute(double.Parse(text[AbsolutePrefix.Length..], NumberStyles.Float, CultureInfo.InvariantCulture))
            : relative(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var (isRelative, number) = parts(value);
        if (isRelative)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(TextOf(isRelative, number));
        }
    }

    /// <summary>One as text.</summary>
    protected static string TextOf(bool isRelative, double number) =>
        (isRelative ? "" : AbsolutePrefix) + number.ToString("R", CultureInfo.InvariantCulture);
}
