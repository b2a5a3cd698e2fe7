using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Methods;
using DataWorth.Models.Networks;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Fits;

/// <summary>Makes a fit: opens the data, makes and trains the model, fits the method. What can fail is tried before what takes long.</summary>
internal sealed class FitRun(FitDefinition definition, IArtifactStore store, CommandContext context)
{
    private readonly ProgressDisplay _display = ProgressDisplay.For(context.Console);

    /// <summary>Runs it.</summary>
    /// <exception cref="UserErrorException">Data, model and method do not go together.</exception>
    /// <exception cref="InvalidOperationException">Memory or disk are too small.</exception>
    public FitOutcome Execute() => _display.Run(ExecuteStages);

    private FitOutcome ExecuteStages()
    {
        using DownloadStages downloads = new(_display);
        using AttributionStages progress = new(_display);
        var data = OpenFit.Open(
            definition.Data,
            like: null,
            new FitRequest
            {
                Locator = DataLocation.CreateLocator(null),
                Downloads = downloads,
                CancellationToken = context.CancellationToken,
            }
        );
        var labels = FitChecks.RequireClasses(definition.Data, data);
        if (definition.Training is not null)
        {
            torch.random.manual_seed(definition.Training.Seed); // first weights, those of constructors of one's own too
        }

        var (network, _) = NetworkTable.Open(definition.Model, data.ItemShape, data.Classes.Count, context.CancellationToken);
        using (network)
        {
            var origin = new FitOrigin
            {
                Data = definition.Data,
                Encoding = data.Encoding,
                Model = definition.Model,
            };
            MLContext mlContext = new(seed: 0);
            ClassificationTask task = new(network, itemShape: data.ItemShape);
            var options = definition.Options with { Store = store, Progress = progress, CancellationToken = context.CancellationToken };
            var method = MethodTable.Get(definition.Method);
            var draft = method.Create(mlContext, task, options);
            draft.RequireFits(data.Count, definition.Training is null ? 0 : FitChecks.WeightBytes(network));
            FitChecks.RequireTrains(network, definition.Training);
            StoredTraining? training = null;
            if (definition.Training is not null)
            {
                training = StoredModel.Train(
                    network,
                    definition.Model,
                    definition.Training,
                    data,
                    store,
                    _display,
                    context.CancellationToken
                );
                origin = origin with { Training = definition.Training, Weights = training.Key.ToString() };
            }

            var predictions = Prediction.Of(network, data, options.BatchSize, context.CancellationToken);
            var accuracy = predictions.Zip(labels, (prediction, label) => prediction.Class == label ? 1.0 : 0).Average();
            var hidden = mlContext.Attribution.Fits(store).Where(fit => fit.Name == options.Name).Select(fit => fit.Key).ToHashSet();
            using var fit = method.Create(mlContext, task, options with { Notes = origin.ToNotes() }).Fit(data.View(mlContext));
            hidden.IntersectWith(mlContext.Attribution.Fits(store).Skip(1).Select(entry => entry.Key));
            return new FitOutcome(definition, data, training, accuracy, fit.Summary, [.. hidden.Select(key => key.ToString())]);
        }
    }
}
