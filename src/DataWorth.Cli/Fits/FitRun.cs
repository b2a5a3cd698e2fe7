using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Methods;
using Microsoft.ML;

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
        using var subject = definition.Subject.Open(
            new FitRequest
            {
                Locator = DataLocation.CreateLocator(null),
                Downloads = downloads,
                NeedsTraining = true,
                Store = store,
                CancellationToken = context.CancellationToken,
            }
        );
        MLContext mlContext = new(seed: 0);
        var options = definition.Options with { Store = store, Progress = progress, CancellationToken = context.CancellationToken };
        var method = MethodTable.Get(definition.Method);
        var draft = method.Create(mlContext, subject.Task, options);
        var weights = definition.Subject.Training is null ? 0 : FitChecks.WeightBytes(subject.Network);
        draft.RequireFits(subject.Count, weights + subject.KeptBytes);
        FitChecks.RequireTrains(subject.Network, definition.Subject.Training);
        if (subject.KeepsRows)
        {
            subject.Keep(store, _display, context.CancellationToken);
        }

        var training = subject.Train(store, _display, context.CancellationToken);
        var facts = subject.Describe(options.BatchSize, context.CancellationToken);
        var hidden = mlContext.Attribution.Fits(store).Where(fit => fit.Name == options.Name).Select(fit => fit.Key).ToHashSet();
        using var fit = method
            .Create(mlContext, subject.Task, options with { Notes = subject.Origin.ToNotes() })
            .Fit(subject.View(mlContext)!);
        hidden.IntersectWith(mlContext.Attribution.Fits(store).Skip(1).Select(entry => entry.Key));
        return new FitOutcome(definition, facts, subject.Classes, training, fit.Summary, [.. hidden.Select(key => key.ToString())]);
    }
}
