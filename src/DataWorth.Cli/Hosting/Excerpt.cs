using System.Globalization;

namespace DataWorth.Cli.Hosting;

/// <summary>Long lists for people: the first and the last few, and between them how many are left out.</summary>
internal static class Excerpt
{
    private const int First = 12;
    private const int Last = 4;

    /// <summary>The list; shortened where it is longer than the excerpt.</summary>
    /// <param name="items">All.</param>
    /// <param name="leftOut">Makes what stands for the others of their number, such as "4,980 more".</param>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> items, Func<string, T> leftOut) =>
        items.Count <= First + Last + 1
            ? items
            :
            [
                .. items.Take(First),
                leftOut(string.Create(CultureInfo.InvariantCulture, $"{items.Count - First - Last:n0} more")),
                .. items.TakeLast(Last),
            ];
}
