using System.Globalization;
using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>Finds the index of a class by its name; whole numbers are the same with a point and zeros ('1' and '1.0'); everything else is what it is written as ('01', '1.10'),
/// composed or not (Unicode form NFC).</summary>
internal sealed class ClassIndex
{
    private readonly Dictionary<string, long> _indices;
    private readonly bool _areNumbers;

    /// <param name="names">The names in order.</param>
    internal ClassIndex(IReadOnlyList<string> names)
    {
        _areNumbers = AreNumbers(names);
        Names = names;
        _indices = names
            .Index()
            .DistinctBy(name => Canonical(name.Item))
            .ToDictionary(name => Canonical(name.Item), name => (long)name.Index);
    }

    /// <summary>The names in order.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>The classes of labels: numbers in their order, each as it is written shortest, else texts by their characters.</summary>
    internal static IReadOnlyList<string> Order(IEnumerable<string> labels)
    {
        string[] names = [.. labels.Select(ComposedText.Of).Distinct(StringComparer.Ordinal)];
        return AreNumbers(names)
            ?
            [
                .. names
                    .GroupBy(Written)
                    .OrderBy(same => Number(same.First()))
                    .ThenBy(same => same.Key, StringComparer.Ordinal)
                    .Select(same => same.OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).First()),
            ]
            : [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether there is such a class.</summary>
    internal bool Has(string label) => _indices.ContainsKey(Canonical(label));

    /// <summary>The index of a label.</summary>
    /// <exception cref="InvalidDataException">There is no such class.</exception>
    internal long Of(string label, Func<string> place)
    {
        if (!_indices.TryGetValue(Canonical(label), out var index))
        {
            Throw.UnknownClass(label, place(), Names);
        }

        return index;
    }

    private static bool AreNumbers(IReadOnlyList<string> names) => names.All(name => double.IsFinite(Number(name)));

    // What is written with a leading zero has its place among numbers too.
    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    // '1.0' is how programs write the whole number 1; '1.10' and '1.1' may be versions, and long digits are more than a number holds.
    private static string Written(string label)
    {
        var point = label.IndexOf('.', StringComparison.Ordinal);
        if (point <= 0 || point == label.Length - 1 || !IsWhole(label.AsSpan(0, point)))
        {
            return label;
        }

        return label.AsSpan(point + 1).ContainsAnyExcept('0') ? label : label[..point];
    }

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        var digits = text.TrimStart('-');
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') && (digits.Length == 1 || digits[0] != '0');
    }

    private string Canonical(string label) => _areNumbers ? Written(label) : ComposedText.Of(label);
}
