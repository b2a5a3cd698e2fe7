using System.Diagnostics.CodeAnalysis;
using DataWorth.Text;

namespace DataWorth;

/// <summary>Every exception of this assembly, in one place, so that messages keep one voice.</summary>
internal static partial class CoreThrow
{
    [DoesNotReturn]
    public static void UnknownColumn(string name, IEnumerable<string> present) =>
        throw new ArgumentException(
            $"The batch has no column '{name}'. Columns: {string.Join(", ", present)}. Set the task's column name, or add the column to "
                + "the view."
        );

    [DoesNotReturn]
    public static void BatchShape(string column, string expected, string found) =>
        throw new ArgumentException($"Column '{column}' should have shape {expected}, got {found}.");

    [DoesNotReturn]
    public static void MaskValues() =>
        throw new ArgumentException(
            "The task's position mask has other values than 1 (a real position) and 0 (padding). An additive mask or weights are "
                + "something else: "
                + "give ones and zeros."
        );

    [DoesNotReturn]
    public static void LossShape(string objective, string found, int examples) =>
        throw new InvalidOperationException(
            $"The task's {objective} has shape {found}, expected [{examples}]: one number per example, summed over its positions. Use "
                + "reduction 'none' and sum over positions only."
        );

    [DoesNotReturn]
    public static void MixesRows(string objective, string exampleId, double difference, int examples) =>
        throw new InvalidOperationException(
            $"The gradient of the {objective} of row '{exampleId}' differs by {difference:0.0 %} "
                + (
                    examples == 1
                        ? "when it is taken again: it depends on chance. Take random numbers (dropout that is always on) out of the model "
                            + "and the task."
                        : $"between the row by itself and in a batch of {examples}: it depends on the other rows, on padding or on chance. "
                            + "Sum losses, do not average them over the batch; leave padding out by its mask; give the model nothing that "
                            + "mixes examples."
                )
        );

    [DoesNotReturn]
    public static void RowFails(string what, string exampleId, string columns, Exception exception) =>
        throw new InvalidOperationException(
            $"The {what} cannot be computed for row '{exampleId}' ({columns}): {FirstLine(exception)}. Compare these values with what the "
                + "model and the loss expect.",
            exception
        );

    [DoesNotReturn]
    public static void BatchFails(string what, IReadOnlyList<string> ids, string columns, Exception exception) =>
        throw new InvalidOperationException(
            $"The {what} cannot be computed for a batch of {ids.Count} rows from '{ids[0]}' to '{ids[^1]}' ({columns}), but for each row "
                + $"by itself: {FirstLine(exception)}. The model has to take batches.",
            exception
        );

    [DoesNotReturn]
    public static void BadLabel(string column, string exampleId, long found, long classes) =>
        throw new InvalidOperationException(
            $"Column '{column}' of row '{exampleId}' is {found}, expected 0 to {classes - 1}: the model has {classes} outputs. Mend the "
                + "label, or give the model more outputs."
        );

    [DoesNotReturn]
    public static void NoLabels(string task) =>
        throw new NotSupportedException(
            $"{task} has no right labels: implement IClassifies, or choose a method that takes any loss (all but TRAK)."
        );

    [DoesNotReturn]
    public static void NoSampling(string task) =>
        throw new NotSupportedException(
            $"{task} cannot sample labels: use the empirical Fisher (EmpiricalFisher = true), or implement ISamplesLabels."
        );

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].TrimEnd('.');

    [DoesNotReturn]
    public static void LossNotFinite(string objective, string exampleId, float value) =>
        throw new InvalidOperationException(
            $"The {objective} of example '{exampleId}' is {value}. Check the data and the checkpoint; attribution needs finite gradients."
        );

    [DoesNotReturn]
    public static void NoGradient(string objective) =>
        throw new InvalidOperationException(
            $"The {objective} has no gradient: it does not depend on the model's weights. Look for no_grad(), detach() or a conversion "
                + "to numbers in the task or the model."
        );

    [DoesNotReturn]
    public static void NoTrackedGradient(string objective, IEnumerable<string> modules) =>
        throw new InvalidOperationException(
            $"The {objective} does not depend on any tracked module ({string.Join(", ", modules.Take(8))}): the scores would all be 0. "
                + "Track modules that it depends on, or look for no_grad() or detach() behind these."
        );

    [DoesNotReturn]
    public static void NotDifferentiable(Exception exception) =>
        throw new InvalidOperationException(
            $"libtorch cannot differentiate this model: {FirstLine(exception)}. Look for operations in place "
                + "(inplace: true, names that end in '_') in the "
                + "forward pass; exact curvature also needs operations that can be differentiated twice.",
            exception
        );

    [DoesNotReturn]
    public static void TwoVariables(string first, string second) =>
        throw new ArgumentException(
            $"Parameters '{first}' and '{second}' share their values but are two variables for automatic differentiation, so that exact "
                + "curvature would see one of two uses. "
                + $"Tie them by assigning the parameter itself, not a copy of its data."
        );

    [DoesNotReturn]
    public static void UnknownModule(string option, string pattern, string? closest, IReadOnlyList<string> names) =>
        throw new ArgumentException(
            (
                pattern.AsSpan().ContainsAny('*', '?')
                    ? $"Pattern '{pattern}' of {option} matches no module of the model."
                    : $"Tracked module '{pattern}' is not in the model."
            )
                + (closest is null ? "" : $" Did you mean '{closest}'?")
                + $" The model has {names.Count} trackable modules: {string.Join(", ", names.Take(8))}{(names.Count > 8 ? ", ..." : "")}."
        );

    [DoesNotReturn]
    public static void NoModules(string include, string exclude) =>
        throw new ArgumentException(
            "No module of the model has weights that can be tracked, expected at least one such as a linear layer: modules.include = "
                + $"'{include}', modules.exclude = '{exclude}'. Give another model, a pattern such as 'fc*', or other 'modules.kinds'."
        );

    [DoesNotReturn]
    public static void UnwantedKind(string name, string kind, string kinds) =>
        throw new ArgumentException(
            $"Tracked module '{name}' is of kind '{kind}', which modules.kinds = '{kinds}' leaves out. Add '{kind}' to modules.kinds."
        );

    [DoesNotReturn]
    public static void DuplicateKind(string name) =>
        throw new ArgumentException(
            $"The module kind '{name}' of ModuleSelection.OwnKinds has the name of another one. Give each a name of its own."
        );

    [DoesNotReturn]
    public static void NotPerExample(string module, long[] found, int examples) =>
        throw new InvalidOperationException(
            $"Module '{module}' gave {Shape(found)} for a batch of {examples} examples: the first dimension has to be the example. "
                + "Keep positions in a dimension of their own ([B, T, ...], not [T, B, ...] or [B T, ...]), or exclude the module."
        );

    [DoesNotReturn]
    public static void ChangedInPlace(string module, string what) =>
        throw new InvalidOperationException(
            $"The {what} of module '{module}' is changed in place later in the forward pass, so that its gradient would be wrong. "
                + "Use the operation that makes a new tensor (inplace: false, relu instead of relu_, x + y instead of x.add_(y))."
        );

    [DoesNotReturn]
    public static void NotAConvolution(string module, string type) =>
        throw new ArgumentException($"Module '{module}' is a {type}, expected a Conv1d or a Conv2d. Exclude the module.", nameof(module));

    [DoesNotReturn]
    public static void NotImages(string module, long[] found, string expected) =>
        throw new NotSupportedException(
            $"Convolution '{module}' was given {Shape(found)}, expected {expected}: add the batch dimension, or exclude the module."
        );

    [DoesNotReturn]
    public static void MixesExamples(string module) =>
        throw new InvalidOperationException(
            $"Batch normalisation '{module}' uses the statistics of the batch, which mixes its examples. Call eval() on the model, or "
                + "exclude the module."
        );

    [DoesNotReturn]
    public static void ProjectionShape(string module, string side, long[] found, long rank, long size) =>
        throw new ArgumentException(
            $"The given {side} projection of module '{module}' has shape [{string.Join(", ", found)}], expected [{rank}, {size}]."
        );

    [DoesNotReturn]
    public static void MissingProjection(string module, IEnumerable<string> given) =>
        throw new ArgumentException(
            $"No projection is given for module '{module}'. Given: {string.Join(", ", given)}. Add it, or exclude the module."
        );

    [DoesNotReturn]
    public static void MaskFitsNothing(long[] mask, string module, long[] input) =>
        throw new InvalidOperationException(
            $"The task's position mask has shape {Shape(mask)}, but no tracked module sees that many positions ('{module}' is given "
                + $"{Shape(input)}): padding would count as text. Give the mask of the positions that the modules see (AttributionTask."
                + "PositionMask)."
        );

    [DoesNotReturn]
    public static void CodecWithoutRank(string name) =>
        throw new ArgumentException(
            $"The codec '{name}' has no number for its C, expected a whole number of at least 1, such as "
                + $"'{name.Replace("-C-", "-1-", StringComparison.Ordinal)}'."
        );

    [DoesNotReturn]
    public static void UnknownName(string what, string name, IEnumerable<string> names, string remedy) =>
        throw new ArgumentException(
            $"There is no {what} '{name}'."
                + (ClosestName.Of(name, names) is { } closest ? $" Did you mean '{closest}'?" : "")
                + $" There are: {string.Join(", ", names)}. {remedy}."
        );

    [DoesNotReturn]
    public static void Range(string option, object value, string range) =>
        throw new ArgumentOutOfRangeException(option, value, $"{option} should be {range}, got {value}.");

    [DoesNotReturn]
    public static void FileName(string member, string found) =>
        throw new ArgumentException(
            $"'{Configuration.OptionRules.Key(member)}' is '{found.ReplaceLineEndings(" ")}', expected 1 to 100 letters, digits, '-', '_' "
                + "or '.', the first of them no '.': files are called by it.",
            member
        );

    [DoesNotReturn]
    public static void UnusedOption(string name, string reason) =>
        throw new ArgumentException($"Option '{name}' has no influence here: {reason}. Leave it out.");

    [DoesNotReturn]
    public static void NotSquare(string block, long[] shape) =>
        throw new ArgumentException($"The matrix of '{block}' has shape {Shape(shape)}, expected [D, D] with D of at least 1.");

    [DoesNotReturn]
    public static void NotPositiveSemidefinite(string block, double lowest, double highest) =>
        throw new InvalidOperationException(
            $"The matrix of '{block}' has eigenvalue {lowest:g3} beside {highest:g3}: it is not a covariance. Check how its sums were "
                + "merged, or accumulate in float32 or float64."
        );

    [DoesNotReturn]
    public static void EigenFailed(string block, long size, IReadOnlyList<string> failures) =>
        throw new InvalidOperationException(
            $"The eigendecomposition of '{block}' [{size}, {size}] failed {failures.Count} times: {string.Join("; ", failures)}. "
                + "Accumulate the statistics in float64, or exclude the module."
        );

    [DoesNotReturn]
    public static void NotABatch(string block, string expected, long[] shape) =>
        throw new ArgumentException($"The gradients of '{block}' have shape {Shape(shape)}, expected {expected}.");

    [DoesNotReturn]
    public static void NotAnOuterProduct(string block) =>
        throw new InvalidOperationException(
            $"Module '{block}' saw one position per example in the first rows, so that its gradients are stored as two factors, but "
                + "several in a later row. "
                + "Set the option Storage to float32 to store whole matrices."
        );

    [DoesNotReturn]
    public static void FactorsDiffer(string block, long[] outputGradients, long[] activations) =>
        throw new ArgumentException(
            $"The factors of '{block}' have shapes {Shape(outputGradients)} and {Shape(activations)}, expected [B, T, O] and [B, T, I] "
                + "with equal B and T."
        );

    [DoesNotReturn]
    public static void RowsShape(string block, long[] found, long columns) =>
        throw new ArgumentException(
            $"A chunk of features of '{block}' has shape {Shape(found)}, expected [n, {(columns > 0 ? columns : "D")}]."
        );

    [DoesNotReturn]
    public static void NoRows(string block) =>
        throw new InvalidOperationException(
            $"There are no features of '{block}' to decompose. Fit on a training view with at least one row."
        );

    [DoesNotReturn]
    public static void RowsChanged(string block, int pass, long found, long expected) =>
        throw new InvalidOperationException(
            $"Pass {pass} over the features of '{block}' gave {found} rows, the first pass gave {expected}. Every pass has to read the "
                + "same rows."
        );

    [DoesNotReturn]
    public static void PassOrder(string block, string what) =>
        throw new InvalidOperationException($"The decomposition of '{block}' {what}.");

    [DoesNotReturn]
    public static void NoExamples() =>
        throw new InvalidOperationException("The curvature was fitted on no examples. The training view is empty.");

    [DoesNotReturn]
    public static void NeedsFactors(string block, string curvature) =>
        throw new NotSupportedException(
            $"{curvature} needs activations and output gradients of '{block}', which is not the weight of a Linear or a convolution. Leave it out "
                + "('modules.kinds', 'modules.exclude'), or use another curvature."
        );

    [DoesNotReturn]
    public static void FeatureSize(long found, long expected) =>
        throw new ArgumentException(
            $"Features have {found} columns, the layout says {expected}: they belong to another model or projection."
        );

    [DoesNotReturn]
    public static void NothingStored() =>
        throw new NotSupportedException("This method stores no features: score views, which runs the model, instead of stored rows.");

    [DoesNotReturn]
    public static void NeedsStoredRows() =>
        throw new NotSupportedException("These queries are scored against stored factors and coefficients: encode the features first.");

    [DoesNotReturn]
    public static void EmptyGroup(string name, string patterns, string? closest, IReadOnlyList<string> modules) =>
        throw new ArgumentException(
            $"Module group '{name}' ('{patterns}') matches no tracked module."
                + (closest is null ? "" : $" Did you mean '{closest}'?")
                + $" Tracked modules: {string.Join(", ", modules.Take(20))}{(modules.Count > 20 ? ", ..." : "")}."
        );

    [DoesNotReturn]
    public static void TakenGroup(string name, string patterns) =>
        throw new ArgumentException(
            $"All modules of group '{name}' ('{patterns}') belong to groups before it, so that its scores would be 0. Put it first, or "
                + "name other "
                + "modules."
        );

    [DoesNotReturn]
    public static void DuplicateGroup(string name) =>
        throw new ArgumentException($"Module group '{name}' is given twice. Join its patterns with commas: '{name}=first,second'.");

    private static string Shape(long[] shape) => $"[{string.Join(", ", shape)}]";
}
