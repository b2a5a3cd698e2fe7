using DataWorth.Gradients;

namespace DataWorth.Configuration;

/// <summary>A clipping of tokens as a quantile, or "absolute:NUMBER".</summary>
internal sealed class TokenClippingConverter()
    : ScaleConverter<TokenClipping>(TokenClipping.Quantile, TokenClipping.Absolute, clipping => (clipping.IsQuantile, clipping.Value))
{
    public static string Text(TokenClipping clipping) => TextOf(clipping.IsQuantile, clipping.Value);
}
