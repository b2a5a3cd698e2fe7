using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using TorchSharp;

namespace DataWorth.Cli.Fits.Rows;

/// <summary>A fit on a table or images that is to be made.</summary>
/// <param name="Data">The training data.</param>
/// <param name="Model">The model.</param>
internal sealed record RowDefinition(DataOptions Data, ModelOptions Model) : SubjectDefinition
{
    /// <inheritdoc/>
    public override string Path => Data.Path;

    /// <summary>The definition from what was typed.</summary>
    /// <exception cref="UserErrorException">The weights are missing, or given twice.</exception>
    public static RowDefinition Of(SubjectArguments arguments)
    {
        arguments.Data.RefuseOthers(RowOrigin.Kind);
        var data = arguments.Data.Bind(new DataOptions());
        var isStandardized = arguments.Data.Values.ContainsKey(OptionRules.Key(nameof(DataOptions.Standardize)));
        if (arguments.Training is not null && !isStandardized && !DataSource.HasImages(data))
        {
            data = data with { Standardize = true }; // columns of other scales than about 1 teach a network nothing
        }

        var model = ModelArguments.Read(arguments.Model, arguments.Checkpoint, arguments.Settings);
        return (arguments.Training, string.IsNullOrEmpty(model.Checkpoint)) switch
        {
            (null, true) => throw new UserErrorException(
                "The network has no weights. Give --checkpoint a safetensors file, or --train to train it on the data."
            ),
            (not null, false) => throw new UserErrorException(
                "--checkpoint has the weights and --train would make others; give one of the two."
            ),
            _ => new(data, model) { Training = arguments.Training },
        };
    }

    /// <inheritdoc/>
    public override FitSubject Open(FitRequest request)
    {
        var data = OpenFit.Open(Data, like: null, request);
        FitChecks.RequireClasses(Data, data);
        if (Training is not null)
        {
            torch.random.manual_seed(Training.Seed); // first weights, those of constructors of one's own too
        }

        var (network, _) = NetworkTable.Open(Model, data.ItemShape, data.Classes.Count, request.CancellationToken);
        RowOrigin origin = new()
        {
            Data = Data,
            Encoding = data.Encoding,
            Model = Model,
            Training = Training,
        };
        return new RowSubject(origin, data, network);
    }
}
