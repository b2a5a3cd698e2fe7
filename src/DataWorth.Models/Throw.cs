using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DataWorth.Models.Data;
using DataWorth.Models.Training;
using DataWorth.Text;
using TorchSharp;

namespace DataWorth.Models;

/// <summary>Every exception that this assembly raises on purpose, with what was found, what was expected, where, and the next
/// action.</summary>
internal static partial class Throw
{
    private const string FetchAgain = "Delete the file and fetch it again.";
    private const string ConvertText = "Convert it to UTF-8.";

    [DoesNotReturn]
    internal static void NotIdx(string name, uint magic, string expected) =>
        throw new InvalidDataException(
            $"File '{name}' does not begin as an IDX file of {expected}: found the number 0x{magic:X8}. {FetchAgain}"
        );

    [DoesNotReturn]
    internal static void IdxTooShortForHeader(string name, int found, int expected) =>
        throw new InvalidDataException($"IDX file '{name}' ends within its header: found {found} of {expected} bytes. {FetchAgain}");

    [DoesNotReturn]
    internal static void IdxDimensions(string name, string found, string expected) =>
        throw new InvalidDataException(
            $"IDX file '{name}' has the dimensions [{found}], expected [{expected}]. Pass the file of the right data set."
        );

    [DoesNotReturn]
    internal static void Truncated(string name, long items, long expectedItems, string item) =>
        throw new InvalidDataException(
            $"File '{name}' ends after {items} whole {item} records, but {expectedItems} were expected: the file is truncated. {FetchAgain}"
        );

    [DoesNotReturn]
    internal static void TrailingBytes(string name, long items, string item) =>
        throw new InvalidDataException($"File '{name}' has more bytes after its {items} {item} records, where it should end. {FetchAgain}");

    [DoesNotReturn]
    internal static void TwoForms(string plain, string packed) =>
        throw new InvalidDataException(
            $"File '{plain}' is there as '{packed}' too, and they hold different data, expected one of the two. Remove the one that is not "
                + "meant."
        );

    [DoesNotReturn]
    internal static void BadGzip(string name, string fault, Exception? inner = null) =>
        throw new InvalidDataException($"File '{name}' is not a whole gzip file: {fault}. {FetchAgain}", inner);

    [DoesNotReturn]
    internal static void NotTheOfficialFile(string path, string found, DataFile file, string expected) =>
        throw new InvalidDataException(
            $"File '{path}' has the SHA-256 {found}, but the official '{file.RelativePath}' has {expected}: it is damaged or another "
                + $"file. {FetchAgain[..^1]}; data of your own are read by their path."
        );

    [DoesNotReturn]
    internal static void BadLabel(string name, long row, int label, int classCount) =>
        throw new InvalidDataException(
            $"File '{name}' gives row {row} the label {label}, but there are {classCount} classes (0 to {classCount - 1}). {FetchAgain}"
        );

    [DoesNotReturn]
    internal static void CountsDiffer(string images, long imageCount, string labels, long labelCount) =>
        throw new InvalidDataException(
            $"File '{images}' has {imageCount} images, but '{labels}' has {labelCount} labels. Pass two files of the same data set."
        );

    [DoesNotReturn]
    internal static void TooFewRows(string name, long available, long requested) =>
        throw new ArgumentOutOfRangeException(
            "count",
            requested,
            $"Data set '{name}' has {available} rows, but {requested} were asked for. Ask for {available} rows or fewer."
        );

    [DoesNotReturn]
    internal static void BadShape(string parameter, long found, long expected, string meaning) =>
        throw new ArgumentException($"Expected {expected} {meaning}, got {found}.", parameter);

    [DoesNotReturn]
    internal static void NeedsTwoClasses(string name) =>
        throw new InvalidOperationException($"Data set '{name}' has one class only: no label can be flipped to another class.");

    [DoesNotReturn]
    internal static void NotInExplicitDirectory(DataFile file, string directory) =>
        throw new DataUnavailableException(
            $"Could not find '{file.RelativePath}' in the data directory '{directory}', which was given explicitly. "
                + $"Put the file at '{Path.Combine(directory, file.RelativePath)}', or do not name a directory, so that the other places "
                + "are searched."
        );

    [DoesNotReturn]
    internal static void NotFound(DataFile file, IReadOnlyList<string> searched, string? cachePath) =>
        throw new DataUnavailableException(
            $"Could not find '{file.RelativePath}'. Searched: "
                + $"{(searched.Count == 0 ? "no directory" : string.Join(", ", searched.Select(place => $"'{place}'")))}. "
                + (
                    file.Address is null
                        ? "It has no address of its own to download from. "
                        : $"Downloads are switched off; its official address is {file.Address}. "
                )
                + WhereToPut(file, cachePath)
        );

    [DoesNotReturn]
    internal static void DownloadFailed(DataFile file, string reason, string cachePath, Exception? inner) =>
        throw new DataUnavailableException(
            $"Could not download '{file.RelativePath}' from {file.Address}: {reason.TrimEnd('.')}. {WhereToPut(file, cachePath)}",
            inner
        );

    [DoesNotReturn]
    internal static void ChecksumMismatch(DataFile file, string found) =>
        throw new InvalidDataException(
            $"The download of '{file.RelativePath}' from {file.Address} has the SHA-256 {found}, expected {file.Sha256}. "
                + "It was deleted. Try again; if it happens again, the address serves another file: do not use it."
        );

    [DoesNotReturn]
    internal static void BadText(string path, Encoding encoding, int offset, byte[] found, bool isChosen) =>
        throw new InvalidDataException(
            $"Text file '{path}' is not valid {encoding.WebName.ToUpperInvariant()}: byte {offset} is "
                + $"{string.Join(' ', found.Select(value => $"0x{value:X2}"))}. {TextFault.Remedy(path, encoding, isChosen)}"
        );

    [DoesNotReturn]
    internal static void ZeroCharacter(string path, int offset) =>
        throw new InvalidDataException(
            $"Text file '{path}' has a zero character at byte {offset}, expected text: it is binary, or UTF-16 without a byte-order "
                + $"mark. {ConvertText}"
        );

    [DoesNotReturn]
    internal static void BadWidths(IEnumerable<long> widths) =>
        throw new ArgumentException(
            $"A perceptron needs at least two widths, each at least 1, got [{string.Join(", ", widths)}].",
            nameof(Networks.MlpOptions.Widths)
        );

    [DoesNotReturn]
    internal static void BadWidthFactor(double factor) =>
        throw new ArgumentException($"The width factor must be greater than 0, got {factor}.", "options");

    [DoesNotReturn]
    internal static void CannotInitialize(string path, string type) =>
        throw new NotSupportedException(
            $"Module '{path}' of type {type} has parameters of its own, for which there is no rule. Let it implement ISeededNetwork."
        );

    [DoesNotReturn]
    internal static void BadCheckpointMetadata(string path, string key, Exception inner) =>
        throw new InvalidDataException(
            $"Checkpoint '{path}' has '{key}' metadata that is not valid JSON of this program ({JsonFault.Of(inner)}). Create "
                + "the network and load the file into it, or save it again.",
            inner
        );

    [DoesNotReturn]
    internal static void OptionOutOfRange(string option, object value, string expected) =>
        throw new ArgumentOutOfRangeException(option, value, $"{option} is {value}, expected {expected}.");

    [DoesNotReturn]
    internal static void RowCountsDiffer(long inputs, long targets) =>
        throw new ArgumentException($"There are {inputs} inputs, but {targets} targets.", "targets");

    [DoesNotReturn]
    internal static void NoRows() => throw new ArgumentException("There are no rows to train on.", "data");

    [DoesNotReturn]
    internal static void RowOutside(int row, long count) =>
        throw new ArgumentOutOfRangeException("rows", row, $"Row {row} is not in the data set, which has {count} rows.");

    [DoesNotReturn]
    internal static void Diverged(int epoch, long step, double loss, double last, double learningRate, string rows) =>
        throw new TrainingDivergedException(
            $"The loss became {loss} in epoch {epoch}, step {step} (last finite loss "
                + $"{(double.IsNaN(last) ? "none" : last.ToString("G5", CultureInfo.InvariantCulture))}, "
                + $"learning rate {learningRate.ToString("G5", CultureInfo.InvariantCulture)}). Try a smaller learning rate, or look for "
                + "values that are not finite in the data."
                + (rows.Length == 0 ? "" : $" Rows of the step whose loss is not finite: {rows}."),
            step,
            last
        );

    [DoesNotReturn]
    internal static void WeightsNotFinite(string name, double loss, double learningRate) =>
        throw new TrainingDivergedException(
            $"The training left numbers in '{name}' of the network that are not finite (last loss "
                + $"{loss.ToString("G5", CultureInfo.InvariantCulture)}, learning rate "
                + $"{learningRate.ToString("G5", CultureInfo.InvariantCulture)}). Try a smaller learning rate (option "
                + "'training.learning-rate'), or look for very large values in the data.",
            0,
            loss
        );

    [DoesNotReturn]
    internal static void NormOfOneRow(string module, long rows, int batchSize) =>
        throw new ArgumentException(
            $"Batch normalisation '{module}' needs two rows or more in every step of the training, but "
                + (
                    rows < 2
                        ? "there is one row of training data. Give more rows, or take a layer norm."
                        : $"option 'training.batch-size' is {batchSize}. Take a larger one, or a layer norm."
                ),
            "data"
        );

    [DoesNotReturn]
    internal static void LossNotFinite(string rows) =>
        throw new TrainingDivergedException(
            $"The loss is not finite{(rows.Length == 0 ? "" : $" for rows {rows}")}. Look for values that are not finite in the data "
                + "and in the weights of the network.",
            0,
            double.NaN
        );

    [DoesNotReturn]
    internal static void NothingCounts(int rows) =>
        throw new ArgumentException(
            $"None of the {rows} rows has a target that counts: all are -100. Check how the targets are made, or leave the rows out.",
            "data"
        );

    [DoesNotReturn]
    internal static void TargetsOfAnotherType(torch.ScalarType found) =>
        throw new ArgumentException($"Expected targets of type Int64, got {found}. Convert the classes to Int64.", "data");

    [DoesNotReturn]
    internal static void TargetsOfAnotherShape(IEnumerable<long> logits, IReadOnlyList<long> found) =>
        throw new ArgumentException(
            $"The network gives logits of shape [{string.Join(", ", logits)}], which need targets of shape "
                + $"[{string.Join(", ", logits.SkipLast(1))}], got [{string.Join(", ", found)}]. Give one class for each row of logits.",
            "data"
        );

    [DoesNotReturn]
    internal static void TargetOutside(string row, long target, long? position, long classes) =>
        throw new ArgumentException(
            $"Row '{row}' has the target {target}{(position is { } place ? $" at position {place}" : "")}, but the network has "
                + $"{classes} classes (0 to {classes - 1}; -100 does not count). Correct the targets, or create the network with more "
                + "classes.",
            "data"
        );

    [DoesNotReturn]
    internal static void TokenOutside(string row, long token, long position, long vocabularySize) =>
        throw new ArgumentException(
            $"Row {row} has the token {token} at position {position}, but the vocabulary has {vocabularySize} tokens (0 to "
                + $"{vocabularySize - 1}). Encode the text with the tokenizer of the model.",
            "tokens"
        );

    [DoesNotReturn]
    internal static void InputsOfAnotherShape(string expected, IEnumerable<long> shape) =>
        throw new ArgumentException(
            $"Expected {expected}, got the shape [{string.Join(", ", shape)}]. Create the network for the shape of the data.",
            "input"
        );

    [DoesNotReturn]
    internal static void NoGradient(string network) =>
        throw new InvalidOperationException(
            $"The outputs of '{network}' have no gradient by its weights. Look for no_grad(), detach() or a conversion to numbers in its forward."
        );

    [DoesNotReturn]
    internal static void CheckpointMismatch(string path, string architecture, IEnumerable<string> problems) =>
        throw new CheckpointMismatchException(
            $"Checkpoint '{path}' does not fit {architecture}: {string.Join("; ", problems)}. Create the network with the shape that the "
                + "checkpoint was saved with."
        );

    [DoesNotReturn]
    internal static void NoNetworkInCheckpoint(string path) =>
        throw new InvalidDataException(
            $"Checkpoint '{path}' does not say which network it holds (no 'network' in its metadata). Create the network and load the "
                + "file into it."
        );

    private static string WhereToPut(DataFile file, string? cachePath) =>
        cachePath is null
            ? $"Put it in a directory and name that directory in DATAWORTH_DATA (as '{file.RelativePath}' below it)."
            : $"Put the file at '{cachePath}', or name a directory that has '{file.RelativePath}' in DATAWORTH_DATA.";
}
