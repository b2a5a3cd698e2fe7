using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataWorth;

/// <summary>What is wrong with the ids of a view, and with texts that name something.</summary>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void EmptyId(string column, long row) =>
        throw new InvalidOperationException(
            $"Id column '{column}' of row {row} is empty. Ids name examples in results: fill it, or set IdColumn."
        );

    [DoesNotReturn]
    public static void DuplicateId(string role, string column, string id, int first, int second) =>
        throw new InvalidOperationException(
            $"Id '{id}' appears twice in the {role} view's column '{column}', in rows {first} and {second}. Ids name examples in "
                + "results: make them unique, or set IdColumn."
        );

    [DoesNotReturn]
    public static void MissingId(string column, long row) =>
        throw new InvalidOperationException(
            $"The id in column '{column}' of row {row} is a missing key: the text that it was made from is not among the keys. Map all ids, or "
                + "take the column of texts."
        );

    [DoesNotReturn]
    public static void BadId(string column, long row, double found) =>
        throw new InvalidOperationException(
            $"Id column '{column}' of row {row} is {found.ToString("R", CultureInfo.InvariantCulture)}: ids are text or whole numbers that "
                + "their type holds exactly (below 2^53 in a Double, below 2^24 in a Single). Convert the column to text or Int64."
        );

    [DoesNotReturn]
    public static void KeysWithoutValues(string column, string found) =>
        throw new ArgumentOutOfRangeException(
            "inputSchema",
            $"Id column '{column}' has keys without values ({found}), expected keys of texts or numbers: nothing says which id a key stands "
                + "for. Take the column that the keys were made from."
        );

    [DoesNotReturn]
    public static void HalfCharacterInId(string column, long row, char unit, int position) =>
        throw new InvalidOperationException(
            $"Id column '{column}' of row {row} has {HalfCharacter(unit, position)}, expected whole characters. Mend the id, or set IdColumn."
        );

    [DoesNotReturn]
    public static void HalfCharacterInOption(string option, char unit, int position) =>
        throw new ArgumentException(
            $"{option} has {HalfCharacter(unit, position)}, expected text of whole Unicode characters. Take that code unit out.",
            option
        );

    private static string HalfCharacter(char unit, int position) =>
        $"the code unit U+{(int)unit:X4} at position {position}, which is half of a character without its other half";
}
