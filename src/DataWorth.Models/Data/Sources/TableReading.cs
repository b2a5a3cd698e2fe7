namespace DataWorth.Models.Data.Sources;

/// <summary>What each column of a table is used as.</summary>
/// <param name="Encoding">The encoding of features and labels.</param>
/// <param name="LabelColumn">The column of the labels in this table; null if it has none.</param>
/// <param name="IdColumn">The column of the ids; null for the place of the row.</param>
/// <param name="Descriptions">What was decided, and why.</param>
internal sealed record TableReading(
    DataEncoding Encoding,
    string? LabelColumn,
    string? IdColumn,
    IReadOnlyList<ColumnDescription> Descriptions
)
{
    /// <summary>What its owner may not expect, a sentence each.</summary>
    internal IReadOnlyList<string> Notices { get; private init; } = [];

    /// <summary>Whether rows follow a fit: those without a label can be asked about.</summary>
    internal bool AreQueries { get; private init; }

    private const int FirstRows = 5;
    private const int MostFractionalClasses = 20;

    private static readonly string[] s_idNames = ["id"];
    private static readonly string[] s_labelNames = ["label", "class", "target", "y"];

    /// <summary>Decides for the data of a fit.</summary>
    internal static TableReading ForFit(TableContent table, DataOptions options)
    {
        var features = ColumnPatterns.Of(options.Features, "features", table);
        var categories = ColumnPatterns.Of(options.Categories, "categories", table);
        var (label, labelReason) = Role(table, options.LabelColumn, "label-column", s_labelNames);
        var (id, idReason) = Role(table, options.IdColumn, "id-column", s_idNames);
        if (label is not null && label == id)
        {
            Throw.ColumnOfTwoUses(label, "label-column", "id-column");
        }

        List<ColumnEncoding> columns = [];
        List<ColumnDescription> descriptions = [];
        List<string> notices = [];
        foreach (var (name, cells) in table.Columns)
        {
            ColumnScan scan = new(cells);
            if (scan.HasCommas && name != label && name != id && !features.Excludes(name) && !categories.Takes(name))
            {
                Throw.CommaInNumber(name, cells[scan.FirstText!.Value]!, table.Place(scan.FirstText.Value));
            }

            var (use, reason) =
                name == label ? ("label", labelReason)
                : name == id ? ("id", idReason)
                : UseOf(name, scan, features, categories);
            if ((name == label || name == id) && (features.Names(name) || categories.Names(name)))
            {
                Throw.ColumnOfTwoUses(name, features.Names(name) ? "features" : "categories", name == label ? "label-column" : "id-column");
            }

            if (use == "feature")
            {
                var column = Column(table, name, scan, options, categories.Takes(name));
                columns.Add(column);
                use = Use(column);
                if (column.Categories is null)
                {
                    notices.AddRange(features.Names(name) ? [] : ColumnNotice.OfRowNumbers(table, name, scan));
                    notices.AddRange(ColumnNotice.OfFarNumbers(table, name, scan));
                    notices.AddRange(ColumnNotice.OfLargeIntegers(table, name, scan));
                }
            }

            descriptions.Add(new(name, scan.Type, use, reason, First(cells)));
        }

        if (columns.Count == 0)
        {
            Throw.NoFeatures(table.Path, descriptions.Where(column => column.Use == "left out"));
        }

        DataEncoding encoding = new()
        {
            Classes = label is null ? [] : Classes(table, label),
            LabelColumn = label,
            IdColumn = id,
            Columns = columns,
        };
        return new(encoding, label, id, descriptions)
        {
            Notices =
            [
                .. options.LabelColumn is null ? LabelNotice.OfSeveral([.. Usual(table, s_labelNames)]) : [],
                .. label is null ? [] : LabelNotice.OfCopies(table, label, columns.Select(column => column.Name)),
                .. TableNotice.OfMissingLabels(encoding.Classes),
                .. label is null ? [] : TableNotice.OfSpellings(table.Columns[label], encoding.Classes),
                .. label is null ? [] : LabelNotice.OfSingles(table, label, encoding.Classes.Count),
                .. notices,
                .. TableNotice.OfConstants(table, columns.Select(column => column.Name)),
                .. TableNotice.OfDates(columns),
                .. TableNotice.OfCases(columns, label is null ? [] : encoding.Classes),
            ],
        };
    }

    /// <summary>Decides for queries by the encoding of the fit. The label may be absent.</summary>
    internal static TableReading ForQueries(TableContent table, DataOptions options, DataEncoding encoding)
    {
        var (label, notice) = options.LabelColumn is { } given ? (table.Require(given, "label-column"), null) : QueryLabel(table, encoding);
        var (id, otherId) = options.IdColumn is { } named ? (table.Require(named, "id-column"), null) : QueryId(table, encoding, label);
        if (label is not null && encoding.Classes.Count == 0)
        {
            Throw.FitWithoutLabels(label);
        }

        foreach (var column in encoding.Columns.Where(column => !table.Columns.ContainsKey(column.Name)))
        {
            Throw.ColumnOfFitMissing(column.Name, table.Path, [.. table.Columns.Keys]);
        }

        var features = encoding.Columns.ToDictionary(column => column.Name);
        return new(
            encoding,
            label,
            id,
            [
                .. table.Columns.Select(pair =>
                {
                    var (use, reason) =
                        pair.Key == label ? ("label", "the label of the fit")
                        : pair.Key == id
                            ? (
                                "id",
                                id == encoding.IdColumn ? "the id of the fit"
                                : options.IdColumn is null ? "its name"
                                : "option 'id-column' names it"
                            )
                        : features.TryGetValue(pair.Key, out var column) ? (Use(column), "a feature of the fit")
                        : ("left out", "the fit did not use it");
                    return new ColumnDescription(pair.Key, new ColumnScan(pair.Value).Type, use, reason, First(pair.Value));
                }),
            ]
        )
        {
            AreQueries = true,
            Notices =
            [
                .. ((string?[])[notice, otherId]).OfType<string>(),
                .. label is null ? [] : TableNotice.OfEmptyLabels(table, label),
                .. id is null && encoding.IdColumn is { } expected ? TableNotice.OfOtherIds(table, expected) : [],
            ],
        };
    }

    private static (string? Name, string Reason) Role(TableContent table, string? given, string option, string[] usual)
    {
        if (given is not null)
        {
            return (table.Require(given, option), $"option '{option}' names it");
        }

        return (Usual(table, usual).FirstOrDefault(), "its name");
    }

    private static IEnumerable<string> Usual(TableContent table, IEnumerable<string> names) =>
        names
            .Select(name => table.Columns.Keys.FirstOrDefault(column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase)))
            .OfType<string>();

    // That of the fit, or the only one of a usual name, where it has classes of the fit.
    private static (string? Name, string? Notice) QueryLabel(TableContent table, DataEncoding encoding)
    {
        if (encoding.LabelColumn is not { } expected || table.Columns.ContainsKey(expected))
        {
            return (encoding.LabelColumn, null);
        }

        var taken = encoding.Columns.Select(column => column.Name).Append(encoding.IdColumn).ToHashSet();
        string[] others = [.. Usual(table, s_labelNames.Prepend(expected)).Distinct().Where(column => !taken.Contains(column))];
        if (others is not [var other])
        {
            return (null, others.Length == 0 ? null : LabelNotice.Undecided(expected, others));
        }

        ClassIndex classes = new(encoding.Classes);
        return Array.Find(table.Columns[other], cell => !Cell.IsEmpty(cell) && !classes.Has(cell!)) is { } unknown
            ? (null, LabelNotice.UnknownClass(expected, other, unknown))
            : (other, LabelNotice.Taken(expected, other));
    }

    // That of the fit, or one of the usual name that the fit does not use as something else.
    private static (string? Name, string? Notice) QueryId(TableContent table, DataEncoding encoding, string? label)
    {
        if (encoding.IdColumn is { } expected && table.Columns.ContainsKey(expected))
        {
            return (expected, null);
        }

        var taken = encoding.Columns.Select(column => column.Name).Append(encoding.LabelColumn).Append(label).ToHashSet();
        return Usual(table, s_idNames).FirstOrDefault(column => !taken.Contains(column)) is { } other
            ? (other, TableNotice.OtherId(encoding.IdColumn, other))
            : (null, null);
    }

    private static (string Use, string Reason) UseOf(string name, ColumnScan scan, ColumnPatterns features, ColumnPatterns categories) =>
        features.Excludes(name) ? ("left out", "option 'features' leaves it out")
        : features.Takes(name) ? ("feature", "option 'features' names it")
        : categories.Takes(name) ? ("feature", "option 'categories' names it")
        : !features.TakesAll ? ("left out", "option 'features' does not name it")
        : TableBuilder.IsSplitColumn(name) ? ("left out", "it says the split")
        : SeparatedFormat.HasNoName(name) ? ("left out", "it has no name")
        : scan.IsEmpty ? ("left out", "it has no values")
        : scan.IsNumeric ? ("feature", "numbers")
        : scan.IsNearlyNumeric || scan.Texts.Count <= ColumnScan.MostCategories ? ("feature", "texts of few values")
        : ("left out", $"texts of more than {ColumnScan.MostCategories} values; name it in option 'categories' to use it");

    private static string Use(ColumnEncoding column) => column.Categories is null ? "feature" : $"features (one of {column.Width})";

    private static string[] First(string?[] cells) => [.. cells.Take(FirstRows).Select(cell => cell ?? "")];

    private static ColumnEncoding Column(TableContent table, string name, ColumnScan scan, DataOptions options, bool isCategories)
    {
        if (scan.IsEmpty)
        {
            Throw.EmptyColumn(name, table.Path);
        }

        var fills = options.Missing == MissingValues.Fill;
        if (scan.IsNumeric && !isCategories)
        {
            if (!double.IsFinite(scan.Deviation))
            {
                var largest = table
                    .Columns[name]
                    .Index()
                    .MaxBy(cell => Cell.TryNumber(cell.Item ?? "", out var number) ? Math.Abs(number) : 0);
                Throw.NotFinite(name, largest.Item!, table.Place(largest.Index));
            }

            return new()
            {
                Name = name,
                Offset = options.Standardize ? scan.Mean : 0,
                Scale = options.Standardize ? scan.Deviation : 1,
                Replacement = fills ? scan.Mean : null,
                Range = scan.Range,
            };
        }

        if (scan.IsNearlyNumeric && !isCategories)
        {
            var row = scan.FirstText!.Value;
            Throw.NotANumber(name, table.Columns[name][row]!, table.Place(row), isFit: true);
        }

        if (scan.Texts.Count > ColumnScan.MostCategories && !isCategories)
        {
            Throw.TooManyCategories(name, table.Path, scan.Texts.Count, ColumnScan.MostCategories);
        }

        return new() { Name = name, Categories = Order(scan.Texts.Where(text => fills || !Cell.IsEmpty(text))) };
    }

    private static IReadOnlyList<string> Order(IEnumerable<string> texts)
    {
        string[] names = [.. texts];
        return names.All(name => Cell.TryNumber(name, out _))
            ? [.. names.OrderBy(name => Cell.TryNumber(name, out var number) ? number : 0).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. names.Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> Classes(TableContent table, string label)
    {
        var cells = table.Columns[label];
        var empty = Array.FindIndex(cells, Cell.IsEmpty);
        if (empty >= 0)
        {
            throw Throw.NoLabel(label, table.Place(empty));
        }

        ColumnScan scan = new(cells);
        if (scan.IsNumeric && scan.HasFractions && scan.Texts.Count > MostFractionalClasses)
        {
            Throw.NotClasses(label, table.Path, scan.Texts.Count);
        }

        return ClassIndex.Order(scan.Texts);
    }
}
