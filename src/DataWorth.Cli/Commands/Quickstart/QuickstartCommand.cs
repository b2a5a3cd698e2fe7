using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>'dataworth quickstart': train, attribute, report.</summary>
internal sealed class QuickstartCommand : DataWorthCommand
{
    private readonly Option<string?> _pipeline = new("--pipeline", "-p")
    {
        Description = "A pipeline file, or - for standard input. Default: the built-in pipelines/quickstart.yaml.",
        HelpName = "path",
    };
    private readonly Option<FileInfo?> _out = new("--out", "-o")
    {
        Description = "Where the report is written; - for standard output.",
        HelpName = "path",
        DefaultValueFactory = _ => new FileInfo("report.html"),
    };
    private readonly Option<FileInfo?> _suspects = new("--suspects")
    {
        Description =
            "Writes all training images here as CSV, the most suspect label first: rank, id, label, suggested label, self-influence, margin, "
            + "near duplicates.",
        HelpName = "path",
    };
    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder that holds the data set's files. Default: searched for, then downloaded.",
        HelpName = "path",
    };
    private readonly Option<string> _store = new("--store")
    {
        Description = $"Where gradients and statistics are kept ({StoreAddress.Forms}); a second run with the same options reuses them.",
        HelpName = "address",
        DefaultValueFactory = _ => StoreAddress.Default,
    };
    private readonly SettingOption[] _settings =
    [
        new(
            "--verify",
            "level",
            "How much of stored gradients is checked when they are reused: sizes, first-read (hashes too, when a file is first read) or "
                + "full (everything before anything is used). Default: what the pipeline says, else first-read.",
            "logra.verification"
        ),
        new("--data-set", "name", "The data set: fashion-mnist, or glyphs (drawn by the program).", "data.data-set"),
        new("--train-count", "n", "How many training images are used.", "data.train-count"),
        new("--queries", "n", "How many test images are attributed.", "data.query-count"),
        new("--flip", "x", "The share of training labels that are made wrong.", "data.flipped-share"),
        new("--epochs", "n", "Passes over the training images.", "training.epochs"),
        new("--learning-rate", "x", "Learning rate of SGD.", "training.learning-rate"),
        new("--rank", "n", "Rank of LoGra's projections.", "logra.rank"),
        new("--seed", "n", "One seed for everything that is drawn.", "data.seed", "model.seed", "training.seed", "logra.seed"),
        new("--threads", "n", "Threads of libtorch. Default: one per processor, or OMP_NUM_THREADS.", "training.threads"),
    ];

    /// <summary>Makes the command.</summary>
    public QuickstartCommand()
        : base(
            "quickstart",
            "Train a small model on images with some wrong labels, find the training images behind its predictions, and write report.html."
        )
    {
        Array.ForEach<Option>([_pipeline, _out, _suspects, _data, _store, .. _settings], Options.Add);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth quickstart", "train on 6,000 Fashion-MNIST images, attribute 10 predictions, write report.html"),
        new("dataworth quickstart --flip 0.2 --queries 20 --out flipped.html", "more wrong labels, more queries, another file"),
        new("dataworth quickstart --suspects suspects.csv", "the training images as a list, the most suspect label first"),
        new("dataworth quickstart --data-set glyphs --train-count 1000 --epochs 5", "a small run that needs no files"),
        new("dataworth quickstart --pipeline my.yaml --json", "a run of one's own, with the result as JSON"),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var pipeline = context.Get(_pipeline) is { } file ? PipelineReader.ReadQuickstart(file) : PipelineReader.ReadQuickstart();
        pipeline = _settings.Aggregate(pipeline, (settings, option) => option.Apply(settings, context, Name));
        var report = OutputFile.Of(context, _out, "report");
        var suspects = OutputFile.Of(context, _suspects, "list of suspects");
        report?.RefuseSame(suspects);
        ThreadLimit.Check(pipeline.Training.Threads, "--threads");
        QuickstartSettings settings = new()
        {
            Pipeline = pipeline,
            DataDirectory = context.Get(_data),
            IsDataSetNamed = context.IsGiven(_pipeline) || _settings.Any(option => option.Name == "--data-set" && context.IsGiven(option)),
            SuspectCount = suspects is null ? QuickstartResult.SuspectCount : null,
            Store = context.Get(_store)!,
            CommandLine = context.CommandLine,
        };
        var outcome = new QuickstartRun(settings, context).Execute();
        return OutputFile.WriteAll(
            context,
            [(report, () => QuickstartReportBuilder.Build(settings, outcome).Render()), (suspects, () => QuickstartSuspects.Csv(outcome))],
            () =>
                context.Write(
                    QuickstartResult.From(outcome, settings, report?.Written?.FullName),
                    output => QuickstartTable.Write(output, outcome, settings, report?.Written)
                )
        );
    }
}
