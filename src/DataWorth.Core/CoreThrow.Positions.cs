using System.Diagnostics.CodeAnalysis;

namespace DataWorth;

/// <summary>Exceptions about positions of examples.</summary>
internal static partial class CoreThrow
{
    [DoesNotReturn]
    public static void NotOneExample(int count) =>
        throw new ArgumentException($"Positions are told apart for one example at a time, got {count}. Give a batch of one.");

    [DoesNotReturn]
    public static void NoTokensToClip(string module, long[] shape) =>
        throw new NotSupportedException(
            $"Option 'clip-tokens' scales the tokens of texts, but module '{module}' has outputs [{string.Join(", ", shape)}], expected "
                + "[examples, tokens, features] as all other modules. Leave it out, or track other modules (Modules)."
        );

    [DoesNotReturn]
    public static void NoPositions(string module, long[] shape) =>
        throw new InvalidOperationException(
            $"Module '{module}' has outputs [{string.Join(", ", shape)}], expected [1, positions, features] as all other modules: its share in a "
                + "score cannot be told by position. Leave it out (Modules), or ask for scores of whole examples."
        );

    [DoesNotReturn]
    public static void NoPositionFeatures(string map) =>
        throw new NotSupportedException(
            $"The features of {map} are no sums over positions, so that its scores have no shares by position. Use a method of gradients: LoGra, "
                + "LoRIF, EKFAC, the gradient dot product."
        );
}
