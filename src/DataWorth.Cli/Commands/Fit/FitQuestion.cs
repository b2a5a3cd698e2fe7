using System.CommandLine;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using Microsoft.ML;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>A command that asks a fit: which one, and where what it was made from is now.</summary>
internal abstract class FitQuestion : DataWorthCommand
{
    private readonly Option<string?> _name = new("--name", "-n")
    {
        Description = "Name of the fit, or the beginning of its key. Default: the newest fit of the store.",
        HelpName = "name",
    };
    private readonly Option<string> _store = StoreOption.Create();
    private readonly Option<string?> _training = new("--data")
    {
        Description = "Where the training data are now. Default: where they were at the fit.",
        HelpName = "data",
    };
    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "Where the model's weights are now. Default: where they were at the fit.",
        HelpName = "path",
    };

    /// <summary>Makes the command; its own options come first in the help.</summary>
    protected FitQuestion(string name, string description, params Option[] own)
        : base(name, description) => Array.ForEach<Option>([_name, .. own, _store, _training, _checkpoint], Options.Add);

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override string Typed(string message) => OptionNames.Typed.Of(message);

    /// <summary>What shows how far opening and asking are.</summary>
    protected virtual ProgressDisplay Display(CommandContext context) => ProgressDisplay.For(context.Console);

    /// <summary>Opens the fit and asks it, with progress.</summary>
    /// <param name="context">The command.</param>
    /// <param name="needsTraining">Whether the training data are opened.</param>
    /// <param name="ask">What is asked, of the fit and of what opens more data.</param>
    /// <param name="moduleScores">Which modules have scores of their own; null for those of the fit.</param>
    protected T Ask<T>(CommandContext context, bool needsTraining, Func<OpenFit, FitRequest, T> ask, string? moduleScores = null)
    {
        using var store = StoreOption.Open(context, _store);
        MLContext mlContext = new(seed: 0);
        var name =
            context.Get(_name)
            ?? mlContext.Attribution.Fits(store).FirstOrDefault()?.Key.ToString()
            ?? throw new UserErrorException($"{store.Description} has no fit. Make one with 'dataworth fit'.");
        var display = Display(context);
        return display.Run(() =>
        {
            using DownloadStages downloads = new(display);
            using AttributionStages progress = new(display);
            FitRequest request = new()
            {
                Locator = DataLocation.CreateLocator(null),
                Downloads = downloads,
                Progress = progress,
                Display = display,
                NeedsTraining = needsTraining,
                ModuleScores = moduleScores,
                TrainingPath = context.Get(_training) is { } path ? Path.GetFullPath(path) : null,
                Checkpoint = context.Get(_checkpoint) is { } checkpoint ? Path.GetFullPath(checkpoint) : null,
                CancellationToken = context.CancellationToken,
            };
            using var fit = OpenFit.Open(mlContext, store, name, request);
            return ask(fit, request);
        });
    }
}
