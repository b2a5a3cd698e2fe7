using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Images;
using DataWorth.Evaluation.Reports.Quickstart;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>A report over drawn glyphs, with scores that only illustrate: it tests the page, not a method.</summary>
internal static class ExampleReport
{
    public static QuickstartReport Create(string summary = "A perceptron trained on drawn glyphs.")
    {
        Random random = new(1);
        var train = Glyphs.CreateTraining(600, 3).WithFlippedLabels(0.1, 5);
        var test = Glyphs.CreateTest(10, 3);
        float[] suspicion =
        [
            .. Enumerable.Range(0, train.Count).Select(row => (float)(random.NextDouble() * (train.IsFlipped(row) ? 3 : 1))),
        ];
        float[] scores = [.. Enumerable.Range(0, 6000).Select(_ => (float)Math.Pow((random.NextDouble() * 2) - 1, 7))];
        return new QuickstartReport
        {
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
                    .Take(24)
                    .Select(row => Example(train, row, suspicion[row])),
            ],
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
            Image = Image(test, row),
            Predicted = test.ClassNames[row == 3 ? 7 : test.Labels[row]],
            Probability = 0.5 + (random.NextDouble() / 2),
            True = test.ClassNames[test.Labels[row]],
            Proponents = [.. Enumerable.Range(0, 8).Select(place => Example(train, rows[place], (float)(40 / (1.0 + place))))],
            Opponents = [.. Enumerable.Range(0, 8).Select(place => Example(train, rows[^(place + 1)], (float)(-19 / (1.5 + place))))],
        };
    }

    private static ReportExample Example(ImageDataset data, int row, float score) =>
        new(
            data.Id(row),
            Image(data, row),
            new ReportLabel(data.ClassNames[data.Labels[row]], data.ClassNames[data.OriginalLabels[row]]),
            score
        );

    private static ReportImage Image(ImageDataset data, int row) =>
        new(data.Shape.Width, data.Shape.Height, data.Shape.Channels, data.PixelsOf(row).ToArray());
}
