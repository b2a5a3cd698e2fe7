namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A report in the order of its page, with the training examples and pictures that it shows, each once.</summary>
internal sealed class PageContent
{
    private readonly Dictionary<string, ShownExample> _examples = new(StringComparer.Ordinal);

    public PageContent(AttributionReport report)
    {
        Report = report;
        Queries =
        [
            .. report
                .Queries.OrderByDescending(query => query.IsWrong)
                .ThenBy(query => query.Probability ?? 0)
                .ThenBy(query => query.Id, StringComparer.Ordinal),
        ];
        foreach (var (place, query) in Queries.Index())
        {
            foreach (var neighbour in query.Proponents.Concat(query.Opponents))
            {
                Add(neighbour.Example).Touches.Add((place, neighbour.Score / Scale.Divisor));
            }
        }

        foreach (var (place, suspect) in report.Suspects.Index())
        {
            Add(suspect.Example).Suspect = place;
        }
    }

    /// <summary>The report.</summary>
    public AttributionReport Report { get; }

    /// <summary>The queries, most interesting first: wrong predictions, then the least certain.</summary>
    public IReadOnlyList<ReportQuery> Queries { get; }

    /// <summary>What scores are divided by.</summary>
    public ScoreScale Scale => Report.Method.Scale;

    /// <summary>The pictures.</summary>
    public PictureSheet Pictures { get; } = new();

    /// <summary>The training examples.</summary>
    public IEnumerable<ShownExample> Examples => _examples.Values;

    /// <summary>The entry of an example.</summary>
    public ShownExample Find(ReportExample example) => _examples[example.Id];

    private ShownExample Add(ReportExample example)
    {
        if (!_examples.TryGetValue(example.Id, out var shown))
        {
            _examples.Add(example.Id, shown = new ShownExample(_examples.Count, example));
        }

        return shown;
    }
}
