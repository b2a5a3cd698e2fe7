using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataWorth.Gradients;

namespace DataWorth.Configuration;

/// <summary>A clipping of tokens as a quantile, or "absolute:NUMBER".</summary>
internal sealed class TokenClippingConverter : JsonConverter<TokenClipping>
{
    private const string AbsolutePrefix = "absolute:";

    public static string Text(TokenClipping clipping) =>
        (clipping.IsQuantile ? "" : AbsolutePrefix) + clipping.Value.ToString("R", CultureInfo.InvariantCulture);

    public override TokenClipping Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return TokenClipping.Quantile(reader.GetDouble());
        }

        var text = reader.GetString()!;
        return text.StartsWith(AbsolutePrefix, StringComparison.Ordinal)
            ? TokenClipping.Absolute(double.Parse(text[AbsolutePrefix.Length..], NumberStyles.Float, CultureInfo.InvariantCulture))
            : TokenClipping.Quantile(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    public override void Write(Utf8JsonWriter writer, TokenClipping value, JsonSerializerOptions options)
    {
        if (value.IsQuantile)
        {
            writer.WriteNumberValue(value.Value);
        }
        else
        {
            writer.WriteStringValue(Text(value));
        }
    }
}
