using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Fits;

/// <summary>A fit of 'dataworth fit', opened by its name to be asked.</summary>
internal sealed class OpenFit : IDisposable
{
    private OpenFit(
        FitDescription description,
        FitOrigin origin,
        torch.nn.Module<torch.Tensor, torch.Tensor> network,
        DataSource? training,
        AttributionTransformer transformer
    ) => (Description, Origin, Network, Training, Transformer) = (description, origin, network, training, transformer);

    /// <summary>Name, method, options.</summary>
    public FitDescription Description { get; }

    /// <summary>What it was made from.</summary>
    public FitOrigin Origin { get; }

    /// <summary>The model with the fitted weights.</summary>
    public torch.nn.Module<torch.Tensor, torch.Tensor> Network { get; }

    /// <summary>The training data, which are those of the fit; null where they were not asked for.</summary>
    public DataSource? Training { get; }

    /// <summary>The fit.</summary>
    public AttributionTransformer Transformer { get; }

    /// <summary>Name for people.</summary>
    public string Name => Description.Name ?? Description.Key.ToString();

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes => Origin.Encoding.Classes;

    /// <summary>Files and folders that the fit was made from.</summary>
    public IEnumerable<string?> Inputs => [Origin.Data.Path, Origin.Model.Checkpoint, (Origin.Model as AssemblyOptions)?.Assembly];

    /// <summary>Opens a fit.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="store">The store.</param>
    /// <param name="name">Name of the fit, or the beginning of its key.</param>
    /// <param name="request">What the command knows besides.</param>
    /// <exception cref="ArgumentException">There is no such fit, or data or model are not those of the fit.</exception>
    public static OpenFit Open(MLContext mlContext, IArtifactStore store, string name, FitRequest request)
    {
        var description = mlContext.Attribution.Find(store, name);
        var origin = FitOrigin.Of(description);
        if (request.Checkpoint is { } checkpoint)
        {
            origin = origin with { Model = origin.Model with { Checkpoint = checkpoint }, Weights = null };
        }

        var training = request.NeedsTraining ? OpenTraining(origin, request) : null;
        var network = StoredModel.Open(origin, store, request.CancellationToken);
        try
        {
            var transformer = mlContext.Attribution.Load(
                store,
                description.Key.ToString(),
                new ClassificationTask(network, itemShape: origin.Encoding.ItemShape),
                training?.View(mlContext),
                options => options with { Progress = request.Progress, CancellationToken = request.CancellationToken }
            );
            return new OpenFit(description, origin, network, training, transformer);
        }
        catch (FitMismatchException exception) when (exception.Part is FitPart.Weights or FitPart.Model)
        {
            network.Dispose();
            throw new UserErrorException(Changed(exception.Part, description, origin), exception);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Opens rows that are to be encoded as those of the fit.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="request">What the command knows besides.</param>
    public DataSource OpenLike(DataOptions data, FitRequest request) => Open(data, Origin.Encoding, request);

    /// <summary>Opens data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="like">The encoding to use; null for the data of a fit.</param>
    /// <param name="request">What the command knows besides.</param>
    /// <exception cref="UserErrorException">They are not as expected; options are called as they are typed.</exception>
    public static DataSource Open(DataOptions data, DataEncoding? like, FitRequest request)
    {
        try
        {
            return DataSource.OpenAsync(data, like, request.Locator, request.Downloads, request.CancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            throw new UserErrorException(DataOptionText.Of(ErrorText.MessageOf(exception), request.OptionPrefix), exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Transformer.Dispose();
        Network.Dispose();
    }

    private static string Changed(FitPart part, FitDescription description, FitOrigin origin) =>
        part == FitPart.Weights && origin.Model.Checkpoint is { Length: > 0 } checkpoint
            ? $"The weights in '{checkpoint}' are not those of fit '{description.Name}': the file is another one, or has changed since. "
                + "Give --checkpoint the file as it was, or make the fit again with 'dataworth fit'."
            : $"The model of fit '{description.Name}' is another one now: "
                + (origin.Model is AssemblyOptions own ? $"'{own.Assembly}' has changed" : "this program makes it in another way")
                + " since. Put it back as it was, or make the fit again with 'dataworth fit'.";

    private static DataSource OpenTraining(FitOrigin origin, FitRequest request)
    {
        var data = request.TrainingPath is { } path ? origin.Data with { Path = path } : origin.Data;
        try
        {
            return Open(data, null, request);
        }
        catch (DataUnavailableException exception)
        {
            throw new UserErrorException(
                $"{exception.Message} These are the training data of the fit: give --data where they are now (topk can do "
                    + "without them: --ids-only).",
                exception
            );
        }
    }
}
