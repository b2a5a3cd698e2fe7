using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Reports.Images;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>An evaluation with made-up numbers, as large as a real one.</summary>
internal static class ExampleEvaluation
{
    private static readonly (string Label, string Method, double Lds, double Bytes, double Seconds)[] s_methods =
    [
        ("ekfac", "ekfac", 0.52, 0, 8.1),
        ("kfac", "kfac", 0.46, 0, 8.0),
        ("diagonal", "diagonal", 0.21, 0, 7.2),
        ("logra-pca rank=64", "logra-pca", 0.49, 35368, 0.4),
        ("logra-pca rank=16", "logra-pca", 0.44, 2728, 0.06),
        ("logra-random rank=64", "logra", 0.45, 35368, 0.4),
        ("logra-random rank=16", "logra", 0.31, 2728, 0.06),
        ("lorif factor-rank=1", "lorif", 0.46, 560, 0.09),
        ("lorif factor-rank=4", "lorif", 0.47, 2240, 0.14),
        ("trak 1 checkpoint", "trak", 0.24, 4104, 0.07),
        ("trak 3 checkpoints", "trak", 0.33, 12312, 0.21),
        ("gradient-dot", "gradient-dot", 0.15, 0, 6.4),
        ("representation-similarity", "representation-similarity", -0.02, 1024, 0.02),
    ];

    public static EvaluationResult Create(string? text = null) =>
        new()
        {
            Name = text ?? "fashion-mnist-mlp",
            Task = new TaskFacts(
                text ?? "fashion-mnist-mlp",
                "00112233445566778899aabbccddeeff",
                6000,
                200,
                new Dictionary<string, string> { ["network"] = text ?? "mlp 784-512-256-10" },
                0.512,
                0.853
            ),
            ModelSeeds = [0, 1, 2, 3, 4],
            Subsets = new SubsetDesign(),
            Ceiling = new NoiseCeiling(0.6, 0.75, 0.866, new Interval(0.84, 0.89)),
            MarginCeiling = new NoiseCeiling(0.7, 0.82, 0.907, new Interval(0.88, 0.93)),
            Methods = [.. s_methods.Select(method => Method(method.Label, method.Method, method.Lds, method.Bytes, method.Seconds, text))],
            Differences =
            [
                .. s_methods.SelectMany(
                    (left, i) =>
                        s_methods
                            .Skip(i + 1)
                            .Select(right => new MethodDifference(
                                left.Label,
                                right.Label,
                                new LdsDifference(
                                    left.Lds - right.Lds,
                                    Around(left.Lds - right.Lds, 0.02),
                                    Around(left.Lds - right.Lds, 0.04)
                                )
                            ))
                ),
            ],
            Brittleness = new BrittlenessResult(
                [.. Enumerable.Range(0, 50).Select(query => $"test-{query}")],
                100,
                3,
                true,
                null,
                [
                    Curve("ekfac", false, 0.5),
                    Curve("logra-pca rank=64", false, 0.45),
                    Curve("lorif factor-rank=1", false, 0.42),
                    Curve("trak 1 checkpoint", false, 0.2),
                    Curve("random", true, 0.02),
                    Curve("random of the class", true, 0.05),
                ]
            ),
            Checks =
            [
                .. s_methods.Select(method => new CheckResult
                {
                    Label = method.Label,
                    ClassPurity = 0.91,
                    RankStability = 0.4,
                    MislabelArea = method.Lds > 0.4 ? 0.87 : null,
                    FoundAt10 = method.Lds > 0.4 ? 0.62 : null,
                }),
            ],
            Queries =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(query => new QueryResult
                    {
                        Position = query,
                        Id = $"test-{query:D5}",
                        Loss = 0.2 * query,
                        Correct = query == 1 ? 0 : 1,
                        Prediction = new QueryPrediction(text ?? (query == 1 ? "Shirt" : "Coat"), 0.91),
                        Methods =
                        [
                            .. s_methods.Select(method => new QueryAttribution(
                                text is null ? method.Label : method.Label + text,
                                method.Lds - 0.1,
                                Examples(query, 1, text),
                                Examples(query, -1, text)
                            )),
                        ],
                    }),
            ],
            Run = new RunFacts
            {
                Command = text ?? "dataworth evaluate run pipelines/fashion-mnist-evaluation.yaml --store bank",
                Program = "0.1.0",
                Torch = "2.10.0",
                Runtime = "10.0.0",
                Processors = 2,
                MemoryGib = 15.6,
                Finished = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                Seconds = new Dictionary<string, double> { ["retrain subsets"] = 3051.2, ["scores"] = 210.4 },
                Retrained = 1000,
                RetrainingsPerMinute = 19.7,
            },
        };

    public static ExampleViews Images(string? text = null) =>
        new(position => Image(position, text ?? "Coat"), position => Image(position, text ?? (position % 3 == 0 ? "Shirt" : "Coat")));

    public static ExampleViews Texts() =>
        new(
            position => new ExampleView(
                "",
                null,
                $"Query {position}: the quick brown fox jumps over the lazy dog, "
                    + string.Join(' ', Enumerable.Repeat("again and again", 20))
            ),
            position => new ExampleView("", null, $"Block {position}: " + string.Join(' ', Enumerable.Repeat("a passage of text", 30)))
        );

    private static MethodResult Method(string label, string method, double lds, double bytes, double seconds, string? text) =>
        new()
        {
            Label = text is null ? label : label + text,
            Method = method,
            Options = new Dictionary<string, string>(),
            AllOptions = new Dictionary<string, string>
            {
                ["damping"] = "0.1",
                ["batch-size"] = "256",
                [method] = text ?? "yes",
            },
            Checkpoints = 1,
            Loss = Score(lds),
            Margin = Score(lds * 1.1),
            BytesPerExample = bytes,
            CurvatureBytes = bytes * 100,
            FitSeconds = 3.2,
            QuerySeconds = seconds,
        };

    private static LdsScore Score(double mean) =>
        new()
        {
            Mean = mean,
            OverQueries = Around(mean, 0.015),
            OverSubsets = Around(mean, 0.04),
            ModelDeviation = 0.004,
            ConstantPredictions = 0,
            Models = [.. Enumerable.Range(0, 5).Select(seed => new ModelLds(seed, mean, Around(mean, 0.02), Around(mean, 0.05)))],
        };

    private static BrittlenessCurve Curve(string label, bool isControl, double height) =>
        new(
            label,
            isControl,
            [
                .. new[] { 10, 20, 40, 80, 160 }.Select(k => new BrittlenessPoint(
                    k,
                    height * k / 160,
                    Around(height * k / 160, 0.05),
                    height * k / 100,
                    Around(height * k / 100, 0.1),
                    height * k / 200,
                    Around(height * k / 200, 0.05),
                    null
                )),
            ]
        );

    private static IReadOnlyList<ScoredExample> Examples(int query, int sign, string? text) =>
        [.. Enumerable.Range(0, 8).Select(i => new ScoredExample((query * 8) + i, text ?? $"train-{i:D5}", sign * 40.0 / (i + 1)))];

    private static ExampleView Image(int position, string label)
    {
        var pixels = new byte[28 * 28];
        new Random(position).NextBytes(pixels);
        return new ExampleView(label, new ReportImage(28, 28, 1, pixels), null);
    }

    private static Interval Around(double value, double width) => new(value - width, value + width);
}
