using System.Diagnostics.CodeAnalysis;

namespace DataWorth.Evaluation;

/// <summary>All exceptions of this assembly.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void LengthsDiffer(string what, int found, string of, int expected) =>
        throw new ArgumentException($"Found {found} {what}, expected {expected}: one for each of the {of}.");

    [DoesNotReturn]
    public static void ScoreIsNotANumber(int index, double score) =>
        throw new ArgumentException($"The score of example {index} is {score}, expected a finite number. Check the loss and the damping of the method that made it.");

    [DoesNotReturn]
    public static void NothingIsFlipped(int count) =>
        throw new ArgumentException($"None of the {count} examples is marked as flipped, so there is nothing to find. Flip a share of the labels first.");

    [DoesNotReturn]
    public static void ImageHasWrongSize(int pixels, int width, int height, int channels) =>
        throw new ArgumentException($"An image of {width} x {height} pixels and {channels} channels needs {(long)width * height * channels} bytes, found {pixels}.");

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
}
