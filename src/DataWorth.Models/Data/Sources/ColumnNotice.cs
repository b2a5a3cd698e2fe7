using System.Globalization;
using System.Numerics;

namespace DataWorth.Models.Data.Sources;

/// <summary>What is said of the numbers of a feature that its owner may not expect.</summary>
internal static class ColumnNotice
{
    private const int FewestRowNumbers = 20;
    private const int FewestForFar = 10;
    private const double Quantile = 0.99;
    private const double Far = 1000;
    private const double LargestExact = 1L << 53;

    /// <summary>Whole numbers that rise by one in every row.</summary>
    internal static IEnumerable<string> OfRowNumbers(TableContent table, string name, ColumnScan scan)
    {
        var cells = table.Columns[name];
        return
            scan.IsNumeric
            && !scan.HasFractions
            && scan.Numbers == cells.Length
            && cells.Length >= FewestRowNumbers
            && scan.Range.Highest - scan.Range.Lowest == cells.Length - 1
            && cells.Index().All(cell => Number(cell.Item!) == scan.Range.Lowest + cell.Index)
            ? [$"Column '{name}' looks like a row number: it rises by one in every row. Leave it out with option 'features' '!{name}'."]
            : [];
    }

    /// <summary>Numbers whose magnitude is more than 1000 times that of 99 in 100 numbers: they decide mean and deviation of the column.</summary>
    internal static IEnumerable<string> OfFarNumbers(TableContent table, string name, ColumnScan scan)
    {
        // With at most 1 % and one of n numbers beyond, the largest is at least 3 times the root of the mean square.
        var largest = Math.Max(Math.Abs(scan.Range.Lowest), Math.Abs(scan.Range.Highest));
        if (!scan.IsNumeric || scan.Numbers < FewestForFar || largest < 3 * double.Hypot(scan.Mean, scan.Range.Deviation))
        {
            return [];
        }

        var numbers = table
            .Columns[name]
            .Index()
            .Where(cell => !Cell.IsMissingNumber(cell.Item))
            .Select(cell => (Row: cell.Index, Size: Math.Abs(Number(cell.Item!))))
            .ToList();
        var usual = numbers.Select(number => number.Size).Order().ElementAt((int)(Quantile * (numbers.Count - 1)));
        int[] far = [.. numbers.Where(number => number.Size > Far * usual).Select(number => number.Row)];
        return far.Length == 0 || usual == 0
            ? []
            :
            [
                $"Column '{name}' has {table.Columns[name][far[0]]} in {table.Place(far[0])}{(far.Length > 1 ? $" and {far.Length - 1} more such numbers" : "")}, "
                    + $"more than {Far} times what 99 in 100 rows have: beside it they are all alike. Correct it, or take the row out.",
            ];
    }

    /// <summary>Whole numbers that differ, but not in the 16 digits that a number of 64 bits keeps.</summary>
    internal static IEnumerable<string> OfLargeIntegers(TableContent table, string name, ColumnScan scan)
    {
        if (scan.HasFractions || Math.Max(-scan.Range.Lowest, scan.Range.Highest) <= LargestExact)
        {
            return [];
        }

        HashSet<BigInteger> exact = [];
        HashSet<double> kept = [];
        foreach (var cell in table.Columns[name].Where(cell => !Cell.IsMissingNumber(cell)))
        {
            if (BigInteger.TryParse(cell, CultureInfo.InvariantCulture, out var integer)) // none is '1e20'
            {
                exact.Add(integer);
                kept.Add(Number(cell!));
            }
        }

        return exact.Count == kept.Count
            ? []
            :
            [
                $"Column '{name}' has whole numbers beyond 2^53, of which 16 digits are kept: some that differ are the same. "
                    + $"Leave out ids with option 'features' '!{name}'; subtract the beginning from times.",
            ];
    }

    private static double Number(string cell)
    {
        _ = Cell.TryNumber(cell, out var number);
        return number;
    }
}
