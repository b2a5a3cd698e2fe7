using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Models.Training;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Trains a model, attributes its predictions with LoGra and searches the flipped labels.</summary>
internal sealed class QuickstartRun(QuickstartSettings settings, CommandContext context)
{
    private readonly QuickstartDefinition _pipeline = settings.Pipeline;
    private readonly ProgressDisplay _display = ProgressDisplay.For(context.Console);
    private readonly StageClock _clock = new(TimeProvider.System);

    /// <summary>Does all of it.</summary>
    public QuickstartOutcome Execute()
    {
        if (_pipeline.Training.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        using var store = StoreAddress.OpenWritable(settings.Store, context.CancellationToken);
        return _display.Run(() => ExecuteStages(store));
    }

    private QuickstartOutcome ExecuteStages(IArtifactStore store)
    {
        var data = _clock.Measure("data", () => QuickstartData.Load(settings, _display, context));
        var queries = Math.Min(_pipeline.Data.QueryCount, data.Test.Count);
        context.Log.Debug(
            "{Train} training images, {Flipped} flipped, {Test} test images",
            data.Train.Count,
            data.Train.FlippedCount,
            data.Test.Count
        );

        using var model = QuickstartModel.Create(_pipeline, data.Train);
        using AttributionStages progress = new(_display);
        MLContext mlContext = new(seed: 0);
        var logra = mlContext.Attribution.Logra(
            new ClassificationTask(model),
            _pipeline.Logra with
            {
                Store = store,
                Progress = progress,
                CancellationToken = context.CancellationToken,
            }
        );
        logra.RequireFits(data.Train.Count, 2 * model.parameters().Sum(weight => weight.NumberOfElements * weight.ElementSize));
        var training = _clock.Measure(
            "training",
            () => QuickstartModel.Train(model, data.Train, settings, store, _display, "train", context.CancellationToken)
        );
        (var test, var predictions) = _clock.Measure(
            "test",
            () =>
            {
                using var tensors = TensorDataset.Of(data.Test);
                return (
                    Evaluator.Evaluate(model, tensors, cancellationToken: context.CancellationToken),
                    QuickstartModel.Predict(model, tensors, queries)
                );
            }
        );
        context.Log.Debug("Test accuracy {Accuracy}", test.Accuracy);
        return Attribute(mlContext, logra, data, training, test, predictions);
    }

    private QuickstartOutcome Attribute(
        MLContext mlContext,
        AttributionEstimator logra,
        QuickstartData data,
        TrainingResult training,
        EvaluationResult test,
        IReadOnlyList<(int Class, double Probability)> predictions
    )
    {
        var options = logra.Options;
        var train = QuickstartViews.Load(mlContext, data.Train);
        var queries = QuickstartViews.LoadQueries(mlContext, data.Test, predictions);
        using var fit = _clock.Measure("gradients and Fisher", () => logra.Fit(train));
        using var attribution = _clock.Measure("queries", () => fit.WithQueries(queries));
        var neighbours = _clock.Measure(
            "neighbours",
            () => mlContext.Data.CreateEnumerable<Neighbor>(attribution.TopK(_pipeline.Report.Neighbours), reuseRowObject: false).ToArray()
        );
        var scores = _clock.Measure(
            "scores of all pairs",
            () => attribution.Transform(train).GetColumn<VBuffer<float>>(options.ScoreColumn).SelectMany(row => row.DenseValues()).ToArray()
        );
        var self = _clock.Measure(
            "self-influence",
            () =>
                mlContext
                    .Data.CreateEnumerable<SelfInfluenceRow>(attribution.SelfInfluence(), reuseRowObject: false)
                    .Select(row => row.SelfInfluence)
                    .ToArray()
        );
        var suspects = _clock.Measure(
            "suspects",
            () => attribution.Suspects(train, Math.Min(settings.SuspectCount ?? data.Train.Count, data.Train.Count))
        );
        var mending = _clock.Measure("training without suspects", () => Mend(data, self, test, options.Store!));
        bool[] isFlipped = [.. Enumerable.Range(0, data.Train.Count).Select(data.Train.IsFlipped)];
        return new QuickstartOutcome
        {
            Data = data,
            Training = training,
            Test = test,
            Fit = attribution.Summary,
            Queries = Join(data, predictions, neighbours),
            Scores = scores,
            SelfInfluence = self,
            Suspects = suspects,
            Mending = mending,
            Mislabels = isFlipped.Contains(true) ? MislabelDetection.Compute(self, isFlipped) : null,
            Timings = _clock.Parts,
            Threads = torch.get_num_threads(),
        };
    }

    /// <summary>Trains the same model, from the same seed, without the images of the largest self-influence: as many as were flipped, or a
    /// tenth.</summary>
    private ReportMending Mend(QuickstartData data, float[] selfInfluence, EvaluationResult before, IArtifactStore store)
    {
        var train = data.Train;
        var count = train.FlippedCount > 0 ? train.FlippedCount : train.Count / 10;
        HashSet<int> removed = [.. Enumerable.Range(0, train.Count).OrderByDescending(row => selfInfluence[row]).Take(count)];
        using var model = QuickstartModel.Create(_pipeline, train);
        var kept = train.Select([.. Enumerable.Range(0, train.Count).Where(row => !removed.Contains(row))]);
        using var test = TensorDataset.Of(data.Test);
        QuickstartModel.Train(model, kept, settings, store, _display, "train without suspects", context.CancellationToken);
        var after = Evaluator.Evaluate(model, test, cancellationToken: context.CancellationToken);
        return new ReportMending(count, train.FlippedCount > 0 ? removed.Count(train.IsFlipped) : null, before.Accuracy, after.Accuracy);
    }

    private static IReadOnlyList<QuickstartQuery> Join(
        QuickstartData data,
        IReadOnlyList<(int Class, double Probability)> predictions,
        Neighbor[] neighbours
    )
    {
        var rows = Enumerable.Range(0, data.Train.Count).ToDictionary(data.Train.Id, row => row, StringComparer.Ordinal);
        ILookup<(string, string), (int, float)> found = neighbours.ToLookup(n => (n.QueryId, n.Side), n => (rows[n.ExampleId], n.Score));
        return
        [
            .. predictions.Select(
                (prediction, row) =>
                    new QuickstartQuery(
                        row,
                        data.Test.Id(row),
                        prediction.Class,
                        data.Test.Labels[row],
                        prediction.Probability,
                        [.. found[(data.Test.Id(row), "Proponent")]],
                        [.. found[(data.Test.Id(row), "Opponent")]]
                    )
            ),
        ];
    }
}
