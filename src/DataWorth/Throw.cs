using System.Diagnostics.CodeAnalysis;
using DataWorth.Artifacts;
using DataWorth.Planning;
using DataWorth.Scoring;
using DataWorth.Text;

namespace DataWorth;

/// <summary>Every exception of this assembly, in one place, so that messages keep one voice.</summary>
internal static partial class Throw
{
    private const int MostNames = 10;

    [DoesNotReturn]
    public static void MissingColumn(string role, string name, IEnumerable<string> present, string? closest, string remedy) =>
        throw new ArgumentOutOfRangeException(
            "inputSchema",
            $"Could not find {role} column '{name}'. Columns: {string.Join(", ", present)}."
                + (closest is null ? "" : $" Did you mean '{closest}'?")
                + $" {remedy}"
        );

    [DoesNotReturn]
    public static void SchemaMismatch(string role, string name, string expected, string found) =>
        throw new ArgumentOutOfRangeException(
            "inputSchema",
            $"Schema mismatch for {role} column '{name}': expected {expected}, got {found}"
        );

    [DoesNotReturn]
    public static void DoesNotFit(
        string method,
        string size,
        FitEstimate estimate,
        string what,
        long needed,
        long free,
        long kept,
        string remedy
    ) =>
        throw new InvalidOperationException(
            $"{method}{size} does not fit: it would need about {Bytes(needed)} of {what}, {Bytes(free)} are free"
                + (kept == 0 ? "" : $", of which the weights of the model will take {Bytes(kept)}")
                + " (largest block "
                + $"{estimate.Largest.Name}: {estimate.Largest.Outputs} x {estimate.Largest.Inputs} numbers per example). {remedy}"
        );

    [DoesNotReturn]
    public static void BatchDoesNotFit(int batchSize, long needed, long free) =>
        throw new InvalidOperationException(
            $"The activations of a batch of {batchSize} examples would need about {Bytes(needed)} of memory, {Bytes(free)} are free. "
                + (
                    needed / batchSize > free
                        ? "Not even one example fits: make room, or take a smaller model or smaller examples."
                        : $"Take a smaller batch: option 'batch-size' = '{Math.Max(1, batchSize * free / needed / 2)}'."
                )
        );

    [DoesNotReturn]
    public static void ShortShortlist(int k, int shortlist) =>
        throw new ArgumentOutOfRangeException(
            nameof(shortlist),
            $"The shortlist has {shortlist} examples on each side, but the {k} strongest of it are asked for. Make it at least as long."
        );

    [DoesNotReturn]
    public static void OtherQueries() =>
        throw new ArgumentException("The two stages were asked about different queries. Call WithQueries with the same view on both fits.");

    [DoesNotReturn]
    public static void NoSuspects(string task) =>
        throw new NotSupportedException($"Suspects have labels: they need a ClassificationTask, the fit has {task}.");

    [DoesNotReturn]
    public static void RanksNoSuspects(string method, string reason) =>
        throw new NotSupportedException($"Method '{method}' ranks no suspects: {reason}. Fit logra or ekfac for that.");

    [DoesNotReturn]
    public static void ColumnTwice(string name) =>
        throw new ArgumentException(
            $"The task names column '{name}' twice among its columns (a column of any length brings its mask, NAME.Mask, along). Name it "
                + "once."
        );

    [DoesNotReturn]
    public static void ItemShape(string column, IReadOnlyList<long> shape, int length) =>
        throw new ArgumentOutOfRangeException(
            "inputSchema",
            $"Column '{column}' has {length} values per row, the task's item shape [{string.Join(", ", shape)}] needs "
                + $"{shape.Aggregate(1L, (p, s) => p * s)}."
        );

    [DoesNotReturn]
    public static void BadValue(string column, string id, string found, string expected) =>
        throw new InvalidOperationException($"Column '{column}' of row '{id}' is {found}, expected {expected}.");

    [DoesNotReturn]
    public static void RowLength(string column, string id, int found, int expected) =>
        throw new InvalidOperationException($"Column '{column}' of row '{id}' has {found} values, expected {expected}.");

    [DoesNotReturn]
    public static void Precision(ScalarType asked, ScalarType found) =>
        throw new InvalidOperationException(
            $"Precision = {asked}, but the model's parameters are {found}. Convert the model first: model.to(ScalarType.{asked})."
        );

    [DoesNotReturn]
    public static void EmptyView(string role) =>
        throw new InvalidOperationException($"The {role} view has no rows, expected at least one. Give other data.");

    [DoesNotReturn]
    public static void PartRange(int index, int count) =>
        throw new ArgumentOutOfRangeException(
            nameof(index),
            index,
            $"Part {index} of {count} is not possible: expected an index from 0, and fewer than {Math.Max(1, count)}."
        );

    [DoesNotReturn]
    public static void TooFewNeighbors(int part, int found, int k) =>
        throw new ArgumentException(
            $"Part {part} lists {found} examples of each side, and has more: the {k} strongest of all parts need {k} of each. Run TopK with "
                + $"k = {k} on every part."
        );

    [DoesNotReturn]
    public static void NeighborTwice(string example, string query) =>
        throw new ArgumentException($"Example '{example}' is listed twice for query '{query}': a part was given twice.");

    [DoesNotReturn]
    public static void StageOrder(string stage, string missing) =>
        throw new InvalidOperationException(
            $"{stage} needs what {missing} makes, which is not complete: run {missing} on all parts first."
        );

    [DoesNotReturn]
    public static void Range(string option, object value, string range) =>
        throw new ArgumentOutOfRangeException(option, value, $"{option} should be {range}, got {value}.");

    [DoesNotReturn]
    public static void UnknownStorage(string found, IEnumerable<string> known) =>
        throw new ArgumentException(
            $"Storage is '{found}', expected one of: {string.Join(", ", known)}."
                + (ClosestName.Of(found, known) is { } closest ? $" Did you mean '{closest}'?" : ""),
            "Storage"
        );

    [DoesNotReturn]
    public static void UnknownMethod(string name, string? closest, IEnumerable<string> known) =>
        throw new ArgumentException(
            $"There is no method '{name}'."
                + (closest is null ? "" : $" Did you mean '{closest}'?")
                + $" Methods: {string.Join(", ", known)}."
        );

    [DoesNotReturn]
    public static void UnknownOption(string path, string key, string where, IEnumerable<string> known, string? closest) =>
        throw new OptionException(
            path,
            $"unknown key '{key}' in {where}, expected one of: {string.Join(", ", known)}."
                + (closest is null ? "" : $" Did you mean '{closest}'?")
        );

    [DoesNotReturn]
    public static void OptionValue(string path, string where, string found, string expected, string? closest) =>
        throw new OptionException(
            path,
            $"{where} is {found}, expected {expected}." + (closest is null ? "" : $" Did you mean '{closest}'?")
        );

    [DoesNotReturn]
    public static void NoOption(string path, string key, string where, string expected) =>
        throw new OptionException(path, $"{where} has no '{key}', expected {expected}.");

    [DoesNotReturn]
    public static void InactiveColumn(string name) =>
        throw new InvalidOperationException($"Column '{name}' is not active in this cursor. Name it in columnsNeeded.");

    [DoesNotReturn]
    public static void WrongGetterType(string name, Type expected, Type asked) =>
        throw new InvalidOperationException($"Invalid getter type for column '{name}': expected {expected.Name}, asked for {asked.Name}.");

    [DoesNotReturn]
    public static void NoCurrentRow() => throw new InvalidOperationException("The cursor is not on a row: call MoveNext first.");

    [DoesNotReturn]
    public static void NotFiniteWeights(string parameter) =>
        throw new InvalidOperationException(
            $"Parameter '{parameter}' of the model has a NaN or an infinity. Attribution needs a finite checkpoint."
        );

    [DoesNotReturn]
    public static void OtherRow(int pass, long row, string id) =>
        throw new InvalidOperationException(
            $"The view gave other rows in pass {pass} than in its first pass: row {row}, '{id}'. Attribution reads a view several times: "
                + "leave out random augmentation and shuffling, or keep the rows with mlContext.Data.Cache(view)."
        );

    [DoesNotReturn]
    public static void OtherRowCount(int pass, long found, long expected) =>
        throw new InvalidOperationException(
            $"The view gave {found} rows in pass {pass} and {expected} in its first pass. Attribution reads a view several times: keep the "
                + "rows with mlContext.Data.Cache(view)."
        );

    [DoesNotReturn]
    public static void FitMayBeNewer(string name, string key, string hidden, string fault) =>
        throw new ArtifactException(
            $"'{hidden}' was written after '{key}', the newest fit '{name}' that can be read, and may be a newer one of that name: {fault} "
                + $"Remove it ('dataworth store rm {hidden}'), or ask for '{key}'."
        );

    [DoesNotReturn]
    public static void TaskChanged(string what) =>
        throw new InvalidOperationException(
            $"The task is not the one of the fit: its description, or what its functions have captured, has changed{what}. Put it back, or "
                + "fit again. What a function changes by itself where its code does not show it is taken for another setting: take that "
                + "out of the function."
        );

    [DoesNotReturn]
    public static void ModelChanged(string member) =>
        throw new InvalidOperationException(
            $"The weights of the {member} are not those it was fitted with: scores would mix two models. Load the fitted weights again, or "
                + "fit again."
        );

    [DoesNotReturn]
    public static void OtherFeatures(string method, string id, double difference) =>
        throw new InvalidOperationException(
            $"What {method} stored does not fit this task: the gradient of row '{id}' differs by {difference:0.0 %} from what the model "
                + "gives now. "
                + "Something that the store does not see has changed, such as the configuration or the code of the model or of the loss. "
                + "Put it back as it was, or fit again with another store."
        );

    [DoesNotReturn]
    public static void ScoreNotFinite(string id, string query) =>
        throw new InvalidOperationException(
            $"The score of row '{id}' for query '{query}' is not finite: a gradient overflowed or is NaN. Check the loss at this row, or "
                + "use a wider type."
        );

    [DoesNotReturn]
    public static void FeaturesNotFinite(string id, string stored) =>
        throw new InvalidOperationException(
            $"The gradient of row '{id}' is not finite as {stored}: it is NaN, or too large for the type. Check the loss at this row, or "
                + "store with a wider type."
        );

    [DoesNotReturn]
    public static void FeaturesTooSmall(string id, string module, double largest) =>
        throw new InvalidOperationException(
            FormattableString.Invariant(
                $"The gradient of row '{id}' in module '{module}' is too small for float16: its largest number is {largest:g3}, below 6.1e-05, "
            )
                + "where float16 loses digits. "
                + "Store with bfloat16 or float32, or scale the loss."
        );

    [DoesNotReturn]
    public static void StructureChanged() =>
        throw new InvalidOperationException(
            "The modules of the model, or their settings, or what they read, are not those it was fitted with: scores would mix two models. Set "
                + "them back, or fit again."
        );

    [DoesNotReturn]
    public static void NoQueries() =>
        throw new InvalidOperationException("There are no queries: give some with WithQueries(view), or ask TopK(queries, k).");

    [DoesNotReturn]
    public static void NoPositionScores(ScoreRule rule) =>
        throw new NotSupportedException(
            $"Scores of the rule {rule} are not linear in the example's gradient and have no shares by position. Ask WithScore(ScoreRule.Dot)."
        );

    [DoesNotReturn]
    public static void NeedsTrainingView(string method) =>
        throw new InvalidOperationException(
            $"{method} stores no gradients, so that its training rows are run through the model again: give the training view to Load."
        );

    [DoesNotReturn]
    public static void SeveralFits(string name, IEnumerable<string> keys) =>
        throw new ArgumentException($"'{name}' is the beginning of several fits' keys: {string.Join(", ", keys)}. Give more of it.");

    [DoesNotReturn]
    public static void NoFit(string name, string store, IEnumerable<string> names, IReadOnlyList<string> unreadable) =>
        throw new ArgumentException(
            $"There is no fit '{name}' in {store}. Fits: {FirstOf([.. names.Order(StringComparer.Ordinal)])}."
                + (unreadable.Count == 0 ? "" : $" {unreadable.Count} cannot be read: {unreadable[0]}")
        );

    private static string FirstOf(IReadOnlyList<string> names) =>
        names.Count == 0
            ? "none"
            : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    [DoesNotReturn]
    public static void OtherFit(string name, FitPart part, string what, string found, string expected) =>
        throw new FitMismatchException(
            part,
            $"Fit '{name}' was made with {what} {expected}, found {found}. "
                + (part == FitPart.Options ? "Give the options of that fit, or fit again." : "Give the task and the weights of that fit.")
        );

    [DoesNotReturn]
    public static void OtherRows(string name, ChangedRows rows) =>
        throw new FitMismatchException(
            FitPart.TrainingRows,
            $"Fit '{name}' was made with other training rows: {rows}. Give the rows of that fit, or fit again."
        )
        {
            Rows = rows,
        };

    [DoesNotReturn]
    public static void SparseWeights(string name, string kind) =>
        throw new NotSupportedException($"'{name}' of the model is {kind}: its values cannot be read. Make it dense, on a real device.");

    [DoesNotReturn]
    public static void TooLarge(string method, string group, long parameters, long needed, long allowed) =>
        throw new InvalidOperationException(
            $"{method} over '{group}' ({parameters} parameters) needs {Bytes(needed)}, MaximumBytes allows {Bytes(allowed)}. "
                + "Track fewer modules, partition the curvature, take Arnoldi or EKFAC, or raise MaximumBytes."
        );

    [DoesNotReturn]
    public static void ProjectionFile(string path, string expected, IEnumerable<string> found) =>
        throw new ArgumentException(
            $"Projection file '{path}' should be {expected}. "
                + (found.Any() ? $"It has: {string.Join(", ", found.Take(10))}." : "It does not exist, or is empty.")
        );

    [DoesNotReturn]
    public static void NoModuleScores(string method, string reason) =>
        throw new ArgumentException(
            $"Method '{method}' has no scores per module with these options: {reason}. Leave ModuleScores empty, or take another method."
        );

    [DoesNotReturn]
    public static void GivenSize(string option, string found, string expected) =>
        throw new ArgumentException(
            $"{option} has shape {found}, expected {expected}: one value per tracked parameter, in the order of named_parameters."
        );

    private static string Bytes(long bytes) =>
        bytes switch
        {
            >= 1L << 30 => $"{bytes / (double)(1L << 30):f1} GiB",
            >= 1L << 20 => $"{bytes / (double)(1L << 20):f1} MiB",
            _ => $"{bytes / 1024.0:f1} KiB",
        };
}
