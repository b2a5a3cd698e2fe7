using System.CommandLine;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Memorisation;
using DataWorth.Language.Corpora;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>'dataworth evaluate memorisation': do methods find the passages that a model has read?</summary>
internal sealed class EvaluateMemorisationCommand : DataWorthCommand
{
    private const string ResultName = "memorisation";
    private const string Articles = "wiki103.valid.tokens";
    private const int ArticleCount = 8;

    private static readonly string[] s_books =
    [
        "austen-emma",
        "austen-sense",
        "chesterton-brown",
        "chesterton-thursday",
        "melville-moby_dick",
        "whitman-leaves",
    ];

    private readonly Option<string?> _data = new("--data")
    {
        Description =
            "The texts: a file, a folder or a pattern. Default: six books of Project Gutenberg and eight articles of WikiText, where they are.",
        HelpName = "data",
    };
    private readonly Option<DirectoryInfo?> _out = new("--out", "-o")
    {
        Description = "Folder that receives memorisation.json and memorisation.md.",
        HelpName = "folder",
    };
    private readonly Option<string[]> _set = new("--set")
    {
        Description =
            $"A size: {string.Join(", ", Configuration.OptionsBinder.Describe(new MemorisationOptions()).Keys)}. May be repeated.",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Makes the command.</summary>
    public EvaluateMemorisationCommand()
        : base(
            "memorisation",
            "Train a small GPT on texts in which false facts were planted, and see which methods find the passage behind a quoted sentence and "
                + "the statements behind an answer. BM25 is beside them."
        ) => Array.ForEach<Option>([_data, _out, _set], Options.Add);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth evaluate memorisation --out eval/results", "100 sentences and 100 facts, LoGra, LoRIF, EKFAC and BM25"),
        new("dataworth evaluate memorisation --data 'notes/*.md' --set quotes=20 --set methods=lorif", "on texts of your own"),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var options = Settings.Bind(new MemorisationOptions(), Settings.Read(context.Get(_set)!), "");
        ResultFolder? folder = context.Get(_out) is { } path ? new(path, ResultName) : null;
        folder?.RequireWritable(context.Say);
        var documents = Documents(context);
        var display = ProgressDisplay.For(context.Console);
        var result = display.Run(() =>
        {
            using AttributionStages attribution = new(display);
            using var training = display.Begin("train", "epochs", options.Epochs);
            MemorisationRun run = new(options)
            {
                Training = new EpochStage(training),
                Attribution = attribution,
                CancellationToken = context.CancellationToken,
            };
            return run.Execute(documents, context.CommandLine);
        });
        context.Write(result, output => output.Write(MemorisationTable.ToMarkdown(result)));
        List<string> faults =
        [
            .. new[]
            {
                folder?.TryWrite("json", result.ToJson()),
                folder?.TryWrite("md", MemorisationTable.ToMarkdown(result)),
            }.OfType<string>(),
        ];
        faults.ForEach(context.Console.WriteError);
        return faults.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private List<TextDocument> Documents(CommandContext context)
    {
        if (context.Get(_data) is { } path)
        {
            return [.. TextSource.Open(new() { Path = path })];
        }

        var locator = DataLocation.CreateLocator(null);
        string[] books = [.. s_books.Select(book => Locate(locator, new($"text/gutenberg/{book}.txt")))];
        var articles = WikiText.Read(Locate(locator, WikiText.File(Articles)));
        return [.. PlainText.Read("gutenberg", books).Documents, .. articles.Documents.Take(ArticleCount)];
    }

    private static string Locate(DataLocator locator, DataFile file) =>
        locator.Find(file)
        ?? throw new UserErrorException(
            $"There is no '{file.RelativePath}' in {string.Join(", ", locator.Places)}. Give --data texts of your own."
        );

    // Steps are many and unlike; epochs say how far it is.
    private sealed class EpochStage(IProgressStage stage) : IProgress<Models.Training.TrainingProgress>
    {
        public void Report(Models.Training.TrainingProgress value) =>
            stage.Report(value.Epoch - 1, FormattableString.Invariant($"loss {value.Loss:0.000}"));
    }
}
