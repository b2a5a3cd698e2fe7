using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DataWorth.Cli.Tests.SmallestTask;

/// <summary>Points of a plane around two centres, and a linear model.</summary>
internal sealed class PlanePointsTask(string name, PlanePoint[] train, PlanePoint[] queries, TrainingOptions training) : RetrainingTask
{
    private const int TestCount = 20;

    /// <summary>The row of the table.</summary>
    public static TaskDescription Description { get; } =
        TaskDescription.Of<PlanePointsOptions>(
            "plane-points",
            "points of a plane, a linear model",
            [],
            (options, _) => Task.FromResult<RetrainingTask>(Create(options))
        );

    public override string Name => name;

    public override IReadOnlyList<string> TrainIds { get; } = [.. train.Select(point => point.Id)];

    public override IReadOnlyList<string> QueryIds { get; } = [.. queries.Select(point => point.Id)];

    public override IReadOnlyList<int> TrainLabels { get; } = [.. train.Select(point => point.Label)];

    public override IReadOnlyList<int> QueryLabels { get; } = [.. queries.Select(point => point.Label)];

    public override FingerprintBuilder Describe() =>
        new FingerprintBuilder()
            .Add("task", "plane points")
            .Add("points", string.Join(' ', train.Concat(queries).Select(Text)))
            .Add("training", training.ToString());

    public override nn.Module<Tensor, Tensor> CreateModel() => new Mlp(new MlpOptions { Widths = [2, 2], HasBias = true });

    public override nn.Module<Tensor, Tensor> Train(MemberSet members, long seed, CancellationToken cancellationToken = default)
    {
        var model = CreateModel();
        SeededInitialization.Apply(model, seed);
        using var data = new TensorDataset(Features(train), Labels(train));
        using var subset = data.Subset(members.Rows);
        new Trainer(training with { Seed = seed, Threads = 1 }).Train(model, subset, null, cancellationToken);
        model.eval();
        return model;
    }

    public override QueryMeasurements Measure(nn.Module<Tensor, Tensor> model) =>
        QueryMeasuring.Measure(
            CreateAttributionTask(model),
            QueryIds,
            QueryIds.Count,
            TargetsPerQuery,
            (_, _) => new() { [nameof(PlanePoint.Features)] = Features(queries), [nameof(PlanePoint.Label)] = Labels(queries) },
            nameof(PlanePoint.Label)
        );

    public override AttributionTask CreateAttributionTask(nn.Module<Tensor, Tensor> model) => new ClassificationTask(model);

    public override IDataView TrainView(MLContext mlContext) => mlContext.Data.LoadFromEnumerable(train);

    public override IDataView QueryView(MLContext mlContext) => mlContext.Data.LoadFromEnumerable(queries);

    public override ExampleView ShowTraining(int row) => new("", null, "training point " + Text(train[row]));

    public override ExampleView ShowQuery(int query) => new("", null, "query point " + Text(queries[query]));

    public override RetrainingTask WithDuplicates(IReadOnlyList<int> rows) =>
        new PlanePointsTask(name + "-duplicates", train, [.. rows.Select(row => train[row])], training);

    public override (RetrainingTask Task, bool[] IsFlipped) WithFlippedLabels(double share, int seed)
    {
        var rows = new SeededRandom(seed).NextSubset(train.Length, (int)Math.Round(share * train.Length));
        bool[] isFlipped = [.. Enumerable.Range(0, train.Length).Select(row => rows.Contains(row))];
        PlanePoint[] points = [.. train.Zip(isFlipped, (point, wrong) => wrong ? point with { Label = 1 - point.Label } : point)];
        return (new PlanePointsTask(name + "-mislabelled", points, queries, training), isFlipped);
    }

    public override void Dispose() { }

    private static PlanePointsTask Create(PlanePointsOptions options)
    {
        var test = Draw("test", TestCount, options.Distance, 2);
        return new(
            Description.Name,
            Draw("train", options.TrainCount, options.Distance, 1),
            [.. options.DrawQueries(TestCount).Select(row => test[row])],
            options.Training
        );
    }

    private static PlanePoint[] Draw(string split, int count, double distance, int seed)
    {
        var random = new SeededRandom(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(row => new PlanePoint
                {
                    Id = $"{split}-{row}",
                    Features = [random.NextSingle() - 0.5f + ((row % 2 == 0 ? 1 : -1) * (float)distance), random.NextSingle() - 0.5f],
                    Label = row % 2,
                }),
        ];
    }

    private static Tensor Features(PlanePoint[] points) => tensor([.. points.SelectMany(point => point.Features)], [points.Length, 2]);

    private static Tensor Labels(PlanePoint[] points) => tensor([.. points.Select(point => (long)point.Label)]);

    private static string Text(PlanePoint point) =>
        string.Create(CultureInfo.InvariantCulture, $"({point.Features[0]:0.000}, {point.Features[1]:0.000}) {point.Label}");
}
