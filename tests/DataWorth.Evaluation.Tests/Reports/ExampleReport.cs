using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Images;
using DataWorth.Methods.Logra;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>A report over drawn glyphs, with scores that only illustrate: it tests the page, not a method.</summary>
internal static class ExampleReport
{
    public static AttributionReport Create(string summary = "A perceptron trained on drawn glyphs.")
    {
        Random random = new(1);
        var train = Glyphs.CreateTraining(600, 3).WithFlippedLabels(0.1, 5);
        var test = Glyphs.CreateTest(10, 3);
        float[] suspicion =
        [
            .. Enumerable.Range(0, train.Count).Select(row => (float)(random.NextDouble() * (train.IsFlipped(row) ? 3 : 1))),
        ];
        float[] scores = [.. Enumerable.Range(0, 6000).Select(_ => (float)Math.Pow((random.NextDouble() * 2) - 1, 7))];
        return new AttributionReport
        {
            Title = "Which training images made these predictions?",
            Origin = "example",
            Method = ReportMethod.Of("logra", new LograOptions(), train.Count),
            TrainingCount = train.Count,
            ClassNames = train.ClassNames,
            Summary = summary,
            Notice = "Generated data: these glyphs were drawn by the program.",
            Figures =
            [
                new("84.1 %", "accuracy on 10,000 test images", "the model has seen 600 wrong labels"),
                new("71 %", "of the flipped labels found", "in the first 10 % inspected; at random 10 %"),
                new("0.912", "area under that curve", "random 0.500, perfect 0.950"),
                new("31 s", "for everything", "2 threads, no GPU"),
            ],
            Queries = [.. Enumerable.Range(0, test.Count).Select(row => Query(train, test, row, random))],
            Scores = HistogramBins.Count(scores, 41, 0.98),
            Mislabels = MislabelDetection.Compute(suspicion, [.. Enumerable.Range(0, train.Count).Select(train.IsFlipped)]),
            Suspects =
            [
                .. Enumerable
                    .Range(0, train.Count)
                    .OrderByDescending(row => suspicion[row])
                    .Take(30)
                    .Select(row => new ReportSuspect(
                        Example(train, row),
                        1000 * suspicion[row],
                        train.ClassNames[train.OriginalLabels[row]],
                        1 - suspicion[row],
                        row % 7 == 0 ? [train.Id(row + 1)] : []
                    )),
            ],
            Mending = new ReportMending(60, 41, 0.841, 0.862),
            Notes = ["Biases are not tracked."],
            Timings =
            [
                new("data", 0.4),
                new("training (20 epochs)", 9.7),
                new("gradients and Fisher", 5.2),
                new("scores", 1.3),
                new("report", 0.2),
            ],
            Tables =
            [
                new(
                    "Data and model",
                    [new("data", "glyphs, 600 of 600"), new("flipped labels", "60 (10 %), seed 5"), new("model", "784-512-256-10, ReLU")]
                ),
                new(
                    "Versions",
                    [
                        new("dataworth", "0.1.0"),
                        new("libtorch", "2.10.0"),
                        new("fingerprint", "9f2c41d09f2c41d09f2c41d09f2c41d09f2c41d09f2c41d09f2c41d09f2c41d0"),
                    ]
                ),
            ],
            Command = "./dataworth quickstart --data glyphs --train-count 600",
        };
    }

    /// <summary>The same about texts, without classes.</summary>
    public static AttributionReport OfTexts() =>
        With(number => new ExampleContent
        {
            Text = string.Concat(Enumerable.Repeat($"The quick brown fox number {number} jumps. ", 8)) + "the end",
        }) with
        {
            ClassNames = [],
            Suspects = [],
            Mending = null,
            Mislabels = null,
        };

    /// <summary>The same about rows of a table.</summary>
    public static AttributionReport OfRows() =>
        With(number => new ExampleContent
        {
            Columns =
            [
                .. Enumerable
                    .Range(0, 9)
                    .Select(column => KeyValuePair.Create($"petal length {column}", $"{number + (column / 10.0):0.0}")),
                new("remark", "the end"),
            ],
        });

    private static AttributionReport With(Func<int, ExampleContent> content)
    {
        var report = Create();
        var number = 0;
        return report with
        {
            Queries =
            [
                .. report.Queries.Select(query => query with
                {
                    Content = content(number++),
                    Proponents = [.. query.Proponents.Select(Other)],
                    Opponents = [.. query.Opponents.Select(Other)],
                }),
            ],
            Suspects =
            [
                .. report.Suspects.Select(suspect => suspect with { Example = suspect.Example with { Content = content(number++) } }),
            ],
        };

        ReportNeighbour Other(ReportNeighbour near) => near with { Example = near.Example with { Content = content(number++) } };
    }

    private static ReportQuery Query(ImageDataset train, ImageDataset test, int row, Random random)
    {
        int[] rows =
        [
            .. Enumerable
                .Range(0, train.Count)
                .OrderBy(candidate => train.Labels[candidate] == test.Labels[row] ? 0 : 1)
                .ThenBy(_ => random.Next()),
        ];
        return new ReportQuery
        {
            Id = test.Id(row),
            Content = Image(test, row),
            Predicted = test.ClassNames[row == 3 ? 7 : test.Labels[row]],
            Probability = 0.5 + (random.NextDouble() / 2),
            TrueLabel = test.ClassNames[test.Labels[row]],
            Proponents = [.. Enumerable.Range(0, 8).Select(place => new ReportNeighbour(Example(train, rows[place]), 40 / (1.0 + place)))],
            Opponents =
            [
                .. Enumerable.Range(0, 8).Select(place => new ReportNeighbour(Example(train, rows[^(place + 1)]), -19 / (1.5 + place))),
            ],
        };
    }

    private static ReportExample Example(ImageDataset data, int row) =>
        new()
        {
            Id = data.Id(row),
            Content = Image(data, row),
            Label = data.ClassNames[data.Labels[row]],
            TrueLabel = data.ClassNames[data.OriginalLabels[row]],
        };

    private static ExampleContent Image(ImageDataset data, int row) =>
        ExampleContent.Of(new ReportImage(data.Shape.Width, data.Shape.Height, data.Shape.Channels, data.PixelsOf(row).ToArray()));
}
