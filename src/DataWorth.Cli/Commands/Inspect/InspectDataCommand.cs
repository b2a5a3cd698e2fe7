using System.CommandLine;
using System.Globalization;
using System.Runtime.ExceptionServices;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Results;
using DataWorth.Language.Corpora;
using DataWorth.Models.Data.Sources;
using DataWorth.Runtime;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Inspect;

/// <summary>'dataworth inspect data': the columns, five rows, and what would be used as what.</summary>
internal sealed class InspectDataCommand : DataWorthCommand
{
    private static readonly string[] s_textExtensions = [".txt", ".text", ".md", ".tokens"];

    private static readonly Option<string?> s_model = new("--model", "-m")
    {
        Description = "Of texts: the folder of a language model, by whose tokenizer they are counted.",
        HelpName = "folder",
    };

    private readonly DataArguments _data = new("--data", "The data, as 'dataworth fit' takes them.");

    /// <summary>Makes the command.</summary>
    public InspectDataCommand()
        : base("data", "The columns of data with their first rows, and what each would be used as; of texts their documents and tokens.")
    {
        _data.AddTo(this);
        Options.Add(s_model);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth inspect data --data iris.csv", "which column is the label, which are features, and why"),
        new("dataworth inspect data --data 'books/**/*.txt' --model pythia-70m", "documents, tokens, blocks, duplicates"),
        new("dataworth inspect data --data photos --image-height 32 --image-width 32", "a folder of images"),
    ];

    /// <inheritdoc/>
    public override string Typed(string message) => OptionNames.Typed.Of(message);

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var typed = _data.Typed(context)!;
        if (IsText(typed, context.Get(s_model)))
        {
            return InspectTexts(typed, context);
        }

        typed.RefuseOthers(RowOrigin.Kind);
        var options = _data.Get(context)!;
        var display = ProgressDisplay.For(context.Console);
        var (data, gap) = display.Run(() =>
        {
            using DownloadStages downloads = new(display);
            return Open(
                options,
                new FitRequest
                {
                    Locator = DataLocation.CreateLocator(null),
                    Downloads = downloads,
                    CancellationToken = context.CancellationToken,
                }
            );
        });
        string[] notices = [.. data.Notices.Select(notice => OptionNames.Typed.Of(notice))];
        context.Write(
            new
            {
                options.Path,
                Format = data.Format.Name,
                Rows = data.Count,
                data.ItemShape,
                data.Classes,
                Columns = data.ColumnDescriptions,
                Warning = gap,
                Warnings = notices,
            },
            output => Write(output, data, context.Console)
        );
        context.Console.WriteWarnings(gap is null ? notices : [gap, .. notices]);

        return ExitCodes.Success;
    }

    // What only texts have: a model, their options, a pattern, or the extensions of documents.
    private static bool IsText(TypedData data, string? model)
    {
        var own = TextOrigin.Kind.DataOptions.SelectMany(TypedData.Names).Except(RowOrigin.Kind.DataOptions.SelectMany(TypedData.Names));
        return model is not null
            || data.Values.Keys.Intersect(own).Any()
            || data.Path.AsSpan().ContainsAny('*', '?')
            || s_textExtensions.Contains(Path.GetExtension(data.Path), StringComparer.OrdinalIgnoreCase)
            || (
                Directory.Exists(data.Path)
                && Directory
                    .EnumerateFiles(data.Path, "*", SearchOption.AllDirectories)
                    .Any(path => s_textExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            );
    }

    private static int InspectTexts(TypedData data, CommandContext context)
    {
        data.RefuseOthers(TextOrigin.Kind);
        TextOrigin? origin = null;
        if (context.Get(s_model) is { } model)
        {
            if (!TextOrigin.IsModelFolder(model))
            {
                throw new UserErrorException($"--model is '{model}', expected the folder of a language model with its tokenizer.");
            }

            LibTorchLoader.Load(LibTorchContext.Folder);
            origin = TextDefinition.Of(new(data, model, null, null, new Dictionary<string, string>())).Origin;
        }

        var display = ProgressDisplay.For(context.Console);
        var found = display.Run(() => InspectedTexts.Of(data.Bind(new TextDataOptions()), origin, display, context.CancellationToken));
        context.Write(found, output => found.Write(output, context.Console));
        context.Console.WriteWarnings(found.Warnings);
        return ExitCodes.Success;
    }

    // Empty cells that a fit would refuse are a reason to look at the columns, and none not to show them.
    private static (DataSource Data, string? Gap) Open(DataOptions options, FitRequest request)
    {
        try
        {
            return (OpenFit.Open(options, like: null, request), null);
        }
        catch (UserErrorException exception) when (options.Missing == MissingValues.Refuse)
        {
            try
            {
                return (OpenFit.Open(options with { Missing = MissingValues.Fill }, like: null, request), exception.Message);
            }
            catch (Exception other) when (other is not OperationCanceledException)
            {
                ExceptionDispatchInfo.Throw(exception); // it was not about empty cells
                throw;
            }
        }
    }

    private static void Write(TextWriter output, DataSource data, CommandConsole console)
    {
        TextTable table = new("column", "is", "used as", "because", "first rows") { HasRowSeparators = true, Optional = ["because", "is"] };
        var rows = data.ColumnDescriptions.Select(column =>
            (string[])[column.Name, column.Type, column.Use, OptionNames.Typed.Of(column.Reason), string.Join('\n', column.First)]
        );
        foreach (var row in Excerpt.Of([.. rows], left => ["...", "", left, "", ""]))
        {
            table.Add(row);
        }

        table.Write(output, console);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{CountText.Of(data.Count, "row")} ({data.Format.Name}), features [{string.Join(", ", data.ItemShape)}]."
            )
        );
        if (data.Labels is { } labels)
        {
            var counts = labels.CountBy(label => label).ToDictionary();
            var classes = data.Classes.Select(
                (name, index) => string.Create(CultureInfo.InvariantCulture, $"{name} {counts.GetValueOrDefault(index):n0}")
            );
            output.WriteLine(
                $"{CountText.Of(data.Classes.Count, "class", "classes")}: {string.Join(", ", Excerpt.Of([.. classes], left => $"... {left} ..."))}."
            );
        }
        else
        {
            output.WriteLine("No labels: such rows can be queries; to fit on them, say which column has the class (--label-column).");
        }
    }
}
