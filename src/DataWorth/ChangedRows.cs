namespace DataWorth;

/// <summary>How training rows differ from those of a fit.</summary>
/// <param name="Then">Rows at the fit.</param>
/// <param name="Now">Rows now.</param>
/// <param name="FirstRow">The first row that differs, from 0; null where the fit stored no rows to compare with.</param>
/// <param name="FirstId">Its id at the fit; null where the fit had no such row, or stored none.</param>
public sealed record ChangedRows(long Then, long Now, long? FirstRow, string? FirstId)
{
    /// <summary>For people: "120 rows then, 119 now; the first that differs is row 5, 'flower-4'".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Then} rows then, {Now} now")
        + (
            FirstRow is not { } row ? ""
            : FirstId is null ? FormattableString.Invariant($"; those from row {row + 1} on are new")
            : FormattableString.Invariant($"; the first that differs is row {row + 1}, '{FirstId}'")
        );
}
