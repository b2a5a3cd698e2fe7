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

    [DoesNotReturn]
    public static void CountsPadding(string block, long positions) =>
        throw new InvalidOperationException(
            $"Covariances of '{block}' would count padding: it has {positions} positions in a batch and fewer for a row by itself, and the task "
                + "does not say which of them are real. Give the task a positionMask of as many positions [examples, positions] (1 real, 0 "
                + "padding), take BatchSize = 1, or a method without covariances."
        );

    [DoesNotReturn]
    public static void OtherGradient(string module, string objective, string exampleId, double collected, double expected, double apart) =>
        throw new InvalidOperationException(
            $"The gradient of the {objective} by the weights of module '{module}' for row '{exampleId}' has length "
                + FormattableString.Invariant($"{collected:g4} as the hook on the module gives it, {expected:g4} by libtorch, and they ")
                + FormattableString.Invariant($"are {apart:0.0 %} apart. ")
                + "The weights are used beside the module (matmul(x, layer.weight)) or in a call on another thread, a hook of yours "
                + "changes what comes out, the task's position mask leaves out positions of this module that are no padding, or a kind "
                + "of your own (OwnKinds) takes another gradient. Mend that, or leave the module out (Exclude)."
        );
}
