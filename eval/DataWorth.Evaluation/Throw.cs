using System.Diagnostics.CodeAnalysis;
using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Models.Training;

namespace DataWorth.Evaluation;

/// <summary>All exceptions of this assembly.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void CheckpointOfRetraining(string checkpoint) =>
        throw new ArgumentException(
            $"'checkpoint' is '{checkpoint}', but every retraining begins with weights of its own seed; leave it out of 'network'."
        );

    [DoesNotReturn]
    public static void OwnDataWithoutLabels(string path) =>
        throw new InvalidDataException($"'{path}' has no labels, which retrainings learn and measure. Give 'label-column'.");

    [DoesNotReturn]
    public static void LengthsDiffer(string what, int found, string of, int expected) =>
        throw new ArgumentException($"Found {found} {what}, expected {expected}: one for each of the {of}.");

    [DoesNotReturn]
    public static void ScoreIsNotANumber(string example, double score) =>
        throw new ArgumentException(
            $"The score of example {example} is {score}, expected a finite number. Check the loss and the damping of the method that "
                + "made it."
        );

    [DoesNotReturn]
    public static void NumberIsNotFinite(string place, double found) =>
        throw new ArgumentException(
            $"{place} is {found}, expected a finite number: ranks and means of others mean nothing. Leave out the pair, or mend what "
                + "made it."
        );

    [DoesNotReturn]
    public static void MeasurementIsNotFinite(int query, int retraining, int subset, double found) =>
        throw new ArgumentException(
            $"The measurement of query {query} in retraining {retraining} of subset {subset} is {found}, expected a finite number. Lower "
                + "the learning rate of the task and retrain."
        );

    [DoesNotReturn]
    public static void LossIsNotFinite(string query, long seed, int removed, int total, double found) =>
        throw new ArgumentException(
            $"The loss of query '{query}' in the retraining of seed {seed} without {removed} of {total} examples is {found}, expected a "
                + "finite number. Lower the learning rate of the task and retrain: a model that diverged says nothing about the examples "
                + "left out."
        );

    [DoesNotReturn]
    public static void NothingIsFlipped(int count) =>
        throw new ArgumentException(
            $"None of the {count} examples is marked as flipped, so there is nothing to find. Flip a share of the labels first."
        );

    [DoesNotReturn]
    public static void ImageHasWrongSize(int pixels, int width, int height, int channels) =>
        throw new ArgumentException(
            $"An image of {width} x {height} pixels and {channels} channels needs {(long)width * height * channels} bytes, found {pixels}."
        );

    [DoesNotReturn]
    public static void ImageHasWrongChannels(int channels) =>
        throw new ArgumentException($"An image has {channels} channels, expected 1 (grey) or 3 (red, green, blue).");

    [DoesNotReturn]
    public static void ChartIsEmpty(string title) =>
        throw new ArgumentException($"The chart '{title}' has no data, expected at least one value.");

    [DoesNotReturn]
    public static void ChartValueIsNotFinite(string title, double value) =>
        throw new ArgumentException($"The chart '{title}' holds the value {value}, expected finite numbers only.");

    [DoesNotReturn]
    public static void OutOfRange(string name, double found, string expected) =>
        throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"Found {found}, expected {expected}."));

    [DoesNotReturn]
    public static void BadWidths(IReadOnlyList<long> widths, int inputs, int outputs) =>
        throw new ArgumentException(
            $"The widths are [{string.Join(", ", widths)}], expected {inputs} (pixels) first and {outputs} (classes) last.",
            "Network"
        );

    [DoesNotReturn]
    public static void BadModelSeeds(IReadOnlyList<long> seeds) =>
        throw new ArgumentException(
            $"The seeds of the attributed models are [{string.Join(", ", seeds)}], expected at least one, and each once.",
            nameof(Results.EvaluationPlan.ModelSeeds)
        );

    [DoesNotReturn]
    public static void BadGrid(string option, string found) =>
        throw new OptionException($"options.{option}", $"'{option}' is {found}, expected a value or a list of values.");

    [DoesNotReturn]
    public static void UnusedMethodOption(string option) =>
        throw new OptionException(
            option,
            $"Option '{option}' has no influence here: an evaluation reads one score per training example and query, by names of its own. "
                + "Leave it out."
        );

    [DoesNotReturn]
    public static void NoTasks() => throw new ArgumentException("The task table has no rows, expected at least one task.");

    [DoesNotReturn]
    public static void TaskTwice(string first, string second, Type options) =>
        throw new ArgumentException(
            first == second
                ? $"Two rows of the task table are called '{first}'. Give each a name of its own."
                : $"The tasks '{first}' and '{second}' both have options of the type {options.Name}. Give each a type of its own: a task "
                    + "is found by it."
        );

    [DoesNotReturn]
    public static void TaskOptionTaken(string task, Type options, string key) =>
        throw new ArgumentException(
            $"The options of task '{task}' ({options.Name}) have a member that files call '{key}', expected another name: '{key}' names "
                + "the task. Rename the member."
        );

    [DoesNotReturn]
    public static void NoLabels(string task) =>
        throw new ArgumentException(
            $"Task '{task}' has no classes, so that no label can be made wrong. Leave out the checks' flipped-share."
        );

    [DoesNotReturn]
    public static void BadMember(int row, int total) =>
        throw new ArgumentException(
            $"The member {row} is outside 0 to {total - 1}, or comes twice. Give each training example at most once."
        );

    [DoesNotReturn]
    public static void NotAMember(int row) =>
        throw new ArgumentException($"The example {row} cannot be removed: it is no member of the set, or comes twice in the list.");

    [DoesNotReturn]
    public static void WeightsDiverged(int epoch, double rate) =>
        throw new TrainingDivergedException(
            $"A weight is not finite after epoch {epoch} at learning rate {rate}. Lower the learning rate.",
            epoch,
            double.NaN
        );

    [DoesNotReturn]
    public static void WrongBankEntry(string name, string store, Exception? inner) =>
        throw new ArtifactDamagedException(name, store, "is a damaged retraining, or lies under another one's name.", inner);

    [DoesNotReturn]
    public static void NothingToMeasure(string what) => throw new ArgumentException($"A {what} needs at least one value, found none.");

    [DoesNotReturn]
    public static void TooFewQueries(int found, int asked, int total) =>
        throw new ArgumentException(
            $"Only {found} of {total} queries are classified correctly by all attributed models, but the brittleness test asks for "
                + $"{asked}. Ask for {found} or fewer, or measure more queries."
        );

    [DoesNotReturn]
    public static void UnknownLabel(string place, string label, IEnumerable<string> labels) =>
        throw new OptionException(place, $"No method of this evaluation is called '{label}'. The labels are: {string.Join(", ", labels)}.");

    [DoesNotReturn]
    public static void LabelTwice(string place, string label) =>
        throw new OptionException(
            place,
            $"Two methods or controls of the evaluation are called '{label}'. Give each method a label of its own."
        );

    [DoesNotReturn]
    public static void Option(string place, object found, string expected) =>
        throw new OptionException(
            place,
            FormattableString.Invariant($"'{place[(place.LastIndexOf('.') + 1)..]}' is {found}, expected {expected}.")
        );

    [DoesNotReturn]
    public static void BankIsEmpty(int subsets) =>
        throw new InvalidOperationException(
            $"The bank has no seed for which all {subsets} subsets are retrained, and nothing may be trained. Leave " + "--no-training out."
        );

    [DoesNotReturn]
    public static void NoMethods(string name) =>
        throw new ArgumentException($"The evaluation '{name}' has no methods to show, expected at least one.");

    [DoesNotReturn]
    public static void NoDifference(string left, string right) =>
        throw new ArgumentException($"The result has no difference between the methods '{left}' and '{right}', expected one per pair.");
}
