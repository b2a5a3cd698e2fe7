using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Configuration;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>'dataworth quickstart': train, attribute, report.</summary>
internal sealed class QuickstartCommand : DataWorthCommand
{
    private readonly Option<string?> _pipeline = new("--pipeline", "-p")
    {
        Description = "A pipeline file. Default: the built-in pipelines/quickstart.yaml.",
        HelpName = "path",
    };
    private readonly Option<FileInfo> _out = new("--out", "-o")
    {
        Description = "Where the report is written.",
        HelpName = "path",
        DefaultValueFactory = _ => new FileInfo("report.html"),
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
    private readonly Option<string?> _verify = new("--verify")
    {
        Description =
            "How much of stored gradients is checked when they are reused: sizes, first-read (hashes too, when a file is first read) or "
            + "full (everything before anything is used). Default: what the pipeline says, else first-read.",
        HelpName = "level",
    };
    private readonly Option<string?> _dataSet = new("--data-set")
    {
        Description = "The data set: fashion-mnist, or glyphs (drawn by the program).",
        HelpName = "name",
    };
    private readonly Option<int?> _trainCount = NumberOption.Whole("--train-count", "How many training images are used.", 100, 60000);
    private readonly Option<int?> _queries = NumberOption.Whole("--queries", "How many test images are attributed.", 1, 1000);
    private readonly Option<double?> _flip = NumberOption.Real("--flip", "The share of training labels that are made wrong.", 0, 0.5);
    private readonly Option<int?> _epochs = NumberOption.Whole("--epochs", "Passes over the training images.", 1, 1000);
    private readonly Option<double?> _learningRate = NumberOption.Real("--learning-rate", "Learning rate of SGD.", 1e-8, 100);
    private readonly Option<int?> _rank = NumberOption.Whole("--rank", "Rank of LoGra's projections.", 1, 512);
    private readonly Option<int?> _seed = NumberOption.Whole("--seed", "One seed for everything that is drawn.", 0, int.MaxValue);
    private readonly Option<int?> _threads = NumberOption.Whole(
        "--threads",
        "Threads of libtorch. Default: one per processor, or OMP_NUM_THREADS.",
        1,
        4096
    );

    /// <summary>Makes the command.</summary>
    public QuickstartCommand()
        : base(
            "quickstart",
            "Train a small model on images with some wrong labels, find the training images behind its predictions, and write report.html."
        )
    {
        Option[] options =
        [
            _pipeline,
            _out,
            _data,
            _store,
            _verify,
            _dataSet,
            _trainCount,
            _queries,
            _flip,
            _epochs,
            _learningRate,
            _rank,
            _seed,
            _threads,
        ];
        Array.ForEach(options, Options.Add);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth quickstart", "train on 6,000 Fashion-MNIST images, attribute 10 predictions, write report.html"),
        new("dataworth quickstart --flip 0.2 --queries 20 --out flipped.html", "more wrong labels, more queries, another file"),
        new("dataworth quickstart --data-set glyphs --train-count 1000 --epochs 5", "a small run that needs no files"),
        new("dataworth quickstart --pipeline my.yaml --json", "a run of one's own, with the result as JSON"),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var pipeline = Override(context.Get(_pipeline) is { } file ? PipelineReader.Read(file) : PipelineReader.ReadQuickstart(), context);
        var report = context.Get(_out)!;
        OutputFile.RequireWritable(report);
        QuickstartSettings settings = new()
        {
            Pipeline = pipeline,
            DataDirectory = context.Get(_data),
            Store = context.Get(_store)!,
            CommandLine = context.CommandLine,
        };
        var outcome = new QuickstartRun(settings, context).Execute();
        QuickstartReportBuilder.Build(settings, outcome).Save(report.FullName);
        context.Log.Information("Report written to {Path}", report.FullName);
        context.Write(QuickstartResult.From(outcome, report.FullName), output => QuickstartTable.Write(output, outcome, report));
        return ExitCodes.Success;
    }

    private PipelineDefinition Override(PipelineDefinition pipeline, CommandContext context)
    {
        (var data, var training, var logra) = (pipeline.Data, pipeline.Training, pipeline.Logra);
        var seed = context.Get(_seed);
        return pipeline with
        {
            Data = data with
            {
                DataSet = context.Get(_dataSet) is { } name ? OptionsBinder.Read<DataSetName>(name, "--data-set") : data.DataSet,
                TrainCount = context.Get(_trainCount) ?? data.TrainCount,
                QueryCount = context.Get(_queries) ?? data.QueryCount,
                FlippedShare = context.Get(_flip) ?? data.FlippedShare,
                Seed = seed ?? data.Seed,
            },
            Model = pipeline.Model with { Seed = seed ?? pipeline.Model.Seed },
            Training = training with
            {
                Epochs = context.Get(_epochs) ?? training.Epochs,
                LearningRate = context.Get(_learningRate) ?? training.LearningRate,
                Seed = seed ?? training.Seed,
                Threads = context.Get(_threads) ?? training.Threads,
            },
            Logra = logra with
            {
                Rank = context.Get(_rank) ?? logra.Rank,
                Seed = seed ?? logra.Seed,
                Verification = context.Get(_verify) is { } level
                    ? OptionsBinder.Read<VerificationLevel>(level, "--verify")
                    : logra.Verification,
            },
        };
    }
}
