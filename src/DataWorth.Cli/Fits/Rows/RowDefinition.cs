using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Models.Data;
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

    /// <inheritdoc/>
    public override string ModelText =>
        FitOrigin.ModelText(Model) + (Training is null ? "" : FitOrigin.TrainingText(Training with { Threads = null }));

    /// <inheritdoc/>
    public override JsonObject DataSection => (JsonObject)JsonSerializer.SerializeToNode(Data, OptionsJson.Default)!;

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

    /// <summary>The definition from the sections of a pipeline.</summary>
    /// <exception cref="OptionException">An option of the data is not understood, or the weights are missing or given twice.</exception>
    public static RowDefinition Compose(PipelineSections sections)
    {
        DataOptions data;
        try
        {
            data = OptionsBinder.Bind(new DataOptions(), sections.Data, $"'{PipelineSections.DataName}'");
        }
        catch (OptionException exception)
        {
            throw new OptionException($"{PipelineSections.DataName}.{exception.Path}", exception.Message, exception);
        }

        var (training, model) = (sections.Training, sections.Model);
        if (training is null && string.IsNullOrEmpty(model.Checkpoint))
        {
            throw new OptionException(PipelineSections.ModelName, "the network has no weights: give 'model.checkpoint', or 'training'.");
        }

        if (training is not null && !string.IsNullOrEmpty(model.Checkpoint))
        {
            throw new OptionException(
                PipelineSections.TrainingName,
                "'model.checkpoint' has the weights and 'training' would make others; give one of the two."
            );
        }

        var isStandardized = sections.Data.ContainsKey(OptionRules.Key(nameof(DataOptions.Standardize)));
        return new(training is not null && !isStandardized && IsTable(data) ? data with { Standardize = true } : data, model)
        {
            Training = training,
        };
    }

    /// <inheritdoc/>
    public override string? FilesDigest()
    {
        string?[] files = [Model.Checkpoint, (Model as AssemblyOptions)?.Assembly];
        if (files.All(string.IsNullOrEmpty))
        {
            return null;
        }

        FingerprintBuilder key = new();
        foreach (var (i, file) in files.Index().Where(entry => !string.IsNullOrEmpty(entry.Item)))
        {
            using var stream = File.OpenRead(file!);
            key.Add(i == 0 ? "checkpoint" : "assembly", stream);
        }

        return key.ToFingerprint();
    }

    /// <inheritdoc/>
    public override FitSubject Open(FitRequest request)
    {
        var data = OpenFit.Open(Data, like: null, request);
        FitChecks.RequireClasses(Data, data, request.Names);
        if (Training is not null)
        {
            torch.random.manual_seed(Training.Seed); // first weights, those of constructors of one's own too
        }

        var network = NetworkTable
            .Open(Model, data.ItemShape, data.Classes.Count, request.CancellationToken)
            .Network.to(ComputeDevice.Current);
        RowOrigin origin = new()
        {
            Data = Data,
            Encoding = data.Encoding,
            Model = Model,
            Training = Training,
        };
        return new RowSubject(origin, data, network, request.Names);
    }

    // Data that cannot be found are refused when they are opened.
    private static bool IsTable(DataOptions data)
    {
        try
        {
            return !DataSource.HasImages(data);
        }
        catch (DataUnavailableException)
        {
            return false;
        }
    }
}
