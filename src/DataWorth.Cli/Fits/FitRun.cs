using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Methods;
using DataWorth.Planning;
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
                Display = _display,
                NeedsTraining = true,
                Store = store,
                CancellationToken = context.CancellationToken,
            }
        );
        MLContext mlContext = new(seed: 0);
        var options = definition.Options with { Store = store, Progress = progress, CancellationToken = context.CancellationToken };
        var method = MethodTable.Get(definition.Method);
        var besides = subject.KeptBytes + (definition.Subject.Training is null ? 0 : FitChecks.WeightBytes(subject.Network));
        var scarce = "";
        if (definition.ChoosesSize)
        {
            var usual = method.Create(mlContext, subject.Task, options);
            scarce = usual.Estimate(subject.Count).PeakBytes > FitLimits.Here(store).MemoryBytes ? "memory" : "disk";
            options = usual.Fitting(subject.Count, besides);
        }

        method.Create(mlContext, subject.Task, options).RequireFits(subject.Count, besides);
        FitChecks.RequireTrains(subject.Network, definition.Subject.Training, OptionNames.Typed);
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
        return new FitOutcome(definition, facts, subject.Classes, training, fit.Summary, [.. hidden.Select(key => key.ToString())])
        {
            Chosen = Chosen(method, options, scarce),
        };
    }

    // What was taken in place of a default that is too large for the machine.
    private string? Chosen(MethodDescription method, AttributionOptions options, string scarce)
    {
        var (asked, taken) = (method.CreateRecipe(definition.Options).Size, method.CreateRecipe(options).Size);
        return asked?.Value == taken?.Value
            ? null
            : $"The usual {asked!.Name} {asked.Value} does not fit this machine: it has not enough {scarce}. "
                + $"{taken!.Name} {taken.Value} is taken; a smaller one may do as well (--set {asked.Name}=N).";
    }
}
