using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Methods;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Planning;
using DataWorth.Tasks;
using Microsoft.ML;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Inspect;

/// <summary>'dataworth inspect model': its modules, what of it is tracked, and what each method would take.</summary>
internal sealed class InspectModelCommand : DataWorthCommand
{
    private readonly ModelArguments _model = new();
    private readonly DataArguments _data = new(
        "--data",
        "The data that the model is for; their shape and classes decide its layers. Of a language model: texts, which may be left out.",
        isRequired: false
    );
    private readonly Option<string[]> _set = Settings.Create();

    /// <summary>Makes the command.</summary>
    public InspectModelCommand()
        : base("model", "The modules of a model, how much of it attribution sees, and what each method would take.")
    {
        _model.AddTo(this);
        _data.AddTo(this);
        Options.Add(_set);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth inspect model --model mlp --data iris.csv", "a perceptron for the rows of a table"),
        new("dataworth inspect model --model net.yaml --checkpoint net.safetensors --data photos", "your own network and weights"),
        new("dataworth inspect model --model pythia-70m --adapter my-adapter", "a language model and an adapter on it; no weight is read"),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var settings = Settings.Read(context.Get(_set)!).ToDictionary();
        _model.AddSettings(context, settings, "inspect model");
        FitRequest request = new() { Locator = DataLocation.CreateLocator(null), CancellationToken = context.CancellationToken };
        return TextOrigin.IsModelFolder(_model.Name(context)) ? InspectTexts(context, settings, request)
            : _model.Name(context) == GptModelOptions.Name
                ? throw new UserErrorException(
                    "A gpt is made when it is trained ('dataworth fit --train'); give a network or a model's folder."
                )
            : InspectRows(context, settings, request);
    }

    private int InspectRows(CommandContext context, Dictionary<string, string> settings, FitRequest request)
    {
        var typed =
            _data.Typed(context)
            ?? throw new UserErrorException(
                "The layers of a network depend on its data: give --data, of which shape and classes are taken."
            );
        typed.RefuseOthers(RowOrigin.Kind);
        var model = _model.Get(context, settings);
        var data = OpenFit.Open(typed.Bind(new DataOptions()), like: null, request);
        using var network = NetworkTable.Open(model, data.ItemShape, Math.Max(1, data.Classes.Count), context.CancellationToken).Network;
        return Show(context, ModelDescription.Of(network), new ClassificationTask(network), options => options, data.Count);
    }

    private int InspectTexts(CommandContext context, Dictionary<string, string> settings, FitRequest request)
    {
        var folder = _model.Name(context);
        var options = TextDefinition.Folder(folder, settings);
        using var network = options.Shape(folder, context.CancellationToken);
        LanguageModelingTask task = new(network);
        if (_data.Typed(context) is not { } data)
        {
            return Show(context, ModelDescription.Of(network, options.Select(new())), task, options.Defaults, null);
        }

        var definition = TextDefinition.Of(new(data, folder, _model.Checkpoint(context), null, settings));
        using var subject = definition.Open(request with { NeedsTraining = true });
        return Show(context, ModelDescription.Of(network, options.Select(new())), task, options.Defaults, subject.Count);
    }

    // Without data, sizes are those of one example.
    private static int Show(
        CommandContext context,
        ModelDescription description,
        AttributionTask task,
        Func<AttributionOptions, AttributionOptions> defaults,
        long? count
    )
    {
        MLContext mlContext = new(seed: 0);
        var estimates = MethodTable.Methods.ToDictionary(
            method => method.Name,
            method => method.Create(mlContext, task, defaults(method.DefaultOptions())).Estimate(count ?? 1)
        );
        context.Write(
            new
            {
                Type = task.Model.GetType().Name,
                description.ParameterCount,
                description.TrackedShare,
                description.Warning,
                description.Modules,
                Methods = estimates,
            },
            output => Write(output, description, estimates, count is not null, context)
        );
        return ExitCodes.Success;
    }

    private static void Write(
        TextWriter output,
        ModelDescription model,
        IReadOnlyDictionary<string, FitEstimate> estimates,
        bool hasData,
        CommandContext context
    )
    {
        TextTable modules = new("module", "type", "parameters", "tracked") { Optional = ["type"], KeepsLines = true };
        foreach (var module in model.Modules)
        {
            modules.Add(
                module.Name.Length == 0 ? "(the network)" : module.Name,
                module.Type,
                string.Join('\n', module.Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]")),
                string.Join('\n', module.Parameters.Select(parameter => parameter.Kind is null ? $"no: {parameter.Reason}" : "yes"))
            );
        }

        modules.Write(output, context.Console);
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{model.ParameterCount:n0} parameters, {model.TrackedShare:P1} of them tracked.")
        );
        TextTable methods = hasData
            ? new("method", "in the store", "of it curvature", "memory")
            : new("method", "an example in the store", "curvature", "memory");
        foreach (var (name, estimate) in estimates)
        {
            methods.Add(
                name,
                Size(hasData ? estimate.StoreBytes : estimate.RowBytes),
                Size(estimate.CurvatureBytes),
                Size(estimate.MemoryBytes)
            );
        }

        methods.Write(output, context.Console);
        output.WriteLine("With default options and at most; a lower rank (--rank) takes less.");
        if (model.Warning is { } warning)
        {
            context.Console.WriteWarning(warning);
        }
    }

    private static string Size(long bytes) => bytes == 0 ? "-" : ByteText.Of(bytes);
}
