using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Methods;
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
        "The data that the model is for; their shape and classes decide its layers.",
        kinds: [RowOrigin.Kind]
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
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var model = _model.Get(context, Settings.Read(context.Get(_set)!));
        var data = OpenFit.Open(
            _data.Get(context)!,
            like: null,
            new FitRequest { Locator = DataLocation.CreateLocator(null), CancellationToken = context.CancellationToken }
        );
        using var network = NetworkTable.Open(model, data.ItemShape, Math.Max(1, data.Classes.Count), context.CancellationToken).Network;
        var description = ModelDescription.Of(network);
        MLContext mlContext = new(seed: 0);
        var estimates = MethodTable.Methods.ToDictionary(
            method => method.Name,
            method => method.Create(mlContext, new ClassificationTask(network), method.DefaultOptions()).Estimate(data.Count)
        );
        context.Write(
            new
            {
                Type = network.GetType().Name,
                description.ParameterCount,
                description.TrackedShare,
                description.Warning,
                description.Modules,
                Methods = estimates,
            },
            output => Write(output, description, estimates, context)
        );
        return ExitCodes.Success;
    }

    private static void Write(
        TextWriter output,
        ModelDescription model,
        IReadOnlyDictionary<string, FitEstimate> estimates,
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
        TextTable methods = new("method", "in the store", "of it curvature", "memory");
        foreach (var (name, estimate) in estimates)
        {
            methods.Add(name, Size(estimate.StoreBytes), Size(estimate.CurvatureBytes), Size(estimate.MemoryBytes));
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
