using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Results;
using DataWorth.Methods;
using DataWorth.Models.Networks;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Fits;

/// <summary>Makes a fit: opens the data, makes and trains the model, fits the method. What can fail is tried before what takes long.</summary>
internal sealed class FitRun(FitDefinition definition, IArtifactStore store, CommandContext context)
{
    private const int CopiesInTraining = 2;

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
        if (data.Labels is not { } labels)
        {
            throw new UserErrorException(
                $"'{definition.Data.Path}' has no labels: none of its columns is called label, class, target or y. Give --label-column. "
                    + $"Columns: {string.Join(", ", data.ColumnDescriptions.Select(column => column.Name))}."
            );
        }

        if (data.Classes.Count < 2)
        {
            throw new UserErrorException(
                $"All rows of '{definition.Data.Path}' have the class '{data.Classes[0]}', expected at least two classes: there is nothing to "
                    + "tell apart, and so nothing to attribute."
            );
        }

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
            draft.RequireFits(data.Count, definition.Training is null ? 0 : WeightBytes(network));
            RequireTrains(network);
            StoredTraining? training = null;
            if (definition.Training is not null)
            {
                training = StoredModel.Train(network, definition, data, store, _display, context.CancellationToken);
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

    // A training that swaps or is killed tells nobody why.
    private void RequireTrains(torch.nn.Module network)
    {
        var weights = network.parameters().Sum(weight => weight.NumberOfElements * weight.ElementSize);
        var free = MachineMemory.AvailableBytes;
        if (definition.Training is not null && CopiesInTraining * weights > free)
        {
            throw new UserErrorException(
                $"Training takes {ByteText.Of(CopiesInTraining * weights)} of memory beside the network's {ByteText.Of(weights)}, for its "
                    + $"gradients and their mean, but {ByteText.Of(free)} are free. Make the network smaller (--set model.NAME=VALUE)."
            );
        }
    }

    private static long WeightBytes(torch.nn.Module network)
    {
        using var scope = torch.NewDisposeScope();
        return network.state_dict().Values.Sum(tensor => tensor.NumberOfElements * tensor.ElementSize);
    }
}
