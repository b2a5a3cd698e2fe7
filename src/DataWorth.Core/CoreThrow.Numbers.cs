using System.Diagnostics.CodeAnalysis;

namespace DataWorth;

/// <summary>Exceptions about numbers that are not finite, or cannot be divided by.</summary>
internal static partial class CoreThrow
{
    [DoesNotReturn]
    public static void NotFinite(string what, string where, ScalarType type) =>
        throw new InvalidOperationException($"{what} of '{where}' has a NaN or an infinity. {Wider(type)}");

    [DoesNotReturn]
    public static void HessianNotFinite(string where, ScalarType type) =>
        throw new InvalidOperationException(
            $"Hessian of '{where}' has a NaN or an infinity: a second derivative of the loss, which may overflow where the loss and its "
                + "gradient do not (exp() of large numbers, a square root of 0). Write the loss without it, scale the features down, "
                + $"{(type == ScalarType.Float64 ? "" : "use a float64 model, ")}or take a method that needs first derivatives only."
        );

    [DoesNotReturn]
    public static void MatrixNotFinite(string block, long count, long row, long column, ScalarType type) =>
        throw new InvalidOperationException(
            $"The matrix of '{block}' has {count} values that are NaN or infinite, the first at row {row}, column {column}. {Wider(type)}"
        );

    [DoesNotReturn]
    public static void GradientNotFinite(string block, long example, ScalarType type) =>
        throw new InvalidOperationException(
            $"The gradient of '{block}' for example {example} of the batch has a NaN or an infinity. {Wider(type)}"
        );

    [DoesNotReturn]
    public static void RowsNotFinite(string block, long first, long count, ScalarType type) =>
        throw new InvalidOperationException(
            $"The features of '{block}' have a NaN or an infinity in rows {first} to {first + count - 1}. {Wider(type)}"
        );

    [DoesNotReturn]
    public static void NoInverse(string block, string fault, double damping) =>
        throw new InvalidOperationException(
            $"The curvature of '{block}' is {fault} with damping {damping:g3}{(damping > 0 ? ", even after raising it" : "")}. "
                + "Fit again with more of it, such as option 'damping' = '0.1', or check the gradients for overflow."
        );

    [DoesNotReturn]
    public static void TooSmall(string what, string block, double largest, double smallest, ScalarType type, bool isOfTheLoss) =>
        throw new InvalidOperationException(
            $"{what} of '{block}' is not 0, but has no number above {largest:g3}; below {smallest:g3} {type} keeps a few digits or none. "
                + $"{Larger(type, isOfTheLoss)}"
        );

    [DoesNotReturn]
    public static void QueryTooSmall(string id, double largest, double smallest, ScalarType type) =>
        throw new InvalidOperationException(
            $"Query '{id}' has a gradient, but times the inverse curvature no number above {largest:g3}; below {smallest:g3} {type} keeps a "
                + $"few digits or none, and all its scores would be 0 or rounding. Leave the query out, look for rows with much larger "
                + $"gradients than it has{(type == ScalarType.Float64 ? "" : ", or use a float64 model")}."
        );

    [DoesNotReturn]
    public static void NoCurvature(string block, ScalarType type) =>
        throw new InvalidOperationException(
            $"The curvature of '{block}' is 0, and so is a damping relative to it, but a query has a gradient there: no training example has "
                + $"one, or their squares are too small for {type}. Fit again with an absolute damping, such as option 'damping' = "
                + $"'absolute:0.001', or leave the module out (option 'modules.exclude'). Where gradients are that small: {Larger(type)}"
        );

    // What helps against numbers that are too small for a type.
    private static string Larger(ScalarType type, bool isOfTheLoss = true)
    {
        var wider = type == ScalarType.Float64 ? "Scale" : "Use a float64 model, or scale";
        const string Loss =
            ", or multiply the loss by a constant such as 1e10 (AttributionTask.Of), which keeps the order of scores where the damping is "
            + "relative";
        return $"{wider} the features up{(isOfTheLoss ? Loss : "")}.";
    }

    // What helps against numbers that a type cannot hold.
    private static string Wider(ScalarType type) =>
        type switch
        {
            ScalarType.Float64 => "Check the loss, or scale the features down (their squares overflow float64).",
            ScalarType.Float32 => "Check the loss, scale the features down, or use float64 gradients (float32 ones overflow).",
            _ => "Check the loss, or use float32 gradients (16-bit ones overflow).",
        };
}
