using System.Globalization;
using System.Runtime.InteropServices;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Stages;
using TorchSharp;

namespace DataWorth.Cli.Fits;

/// <summary>Models with their weights: from a checkpoint, or trained once and kept in the store.</summary>
internal static class StoredModel
{
    /// <summary>Name of the artifact kind of trained weights.</summary>
    public const string Kind = "model";

    private const string Steps = "result steps";
    private const string Loss = "result loss";
    private const string Accuracy = "result accuracy";
    private const string Seconds = "result seconds";

    /// <summary>The network of a fit with its weights.</summary>
    /// <param name="origin">What the fit was made from.</param>
    /// <param name="store">The store of the fit.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="UserErrorException">The weights are not in the store.</exception>
    public static torch.nn.Module<torch.Tensor, torch.Tensor> Open(
        RowOrigin origin,
        IArtifactStore store,
        CancellationToken cancellationToken
    )
    {
        var network = NetworkTable
            .Open(origin.Model, origin.Encoding.ItemShape, origin.Encoding.Classes.Count, cancellationToken)
            .Network.to(ComputeDevice.Current);
        if (origin.Weights is { } key)
        {
            try
            {
                Load(network, store, key);
            }
            catch
            {
                network.Dispose();
                throw;
            }
        }

        return network;
    }

    /// <summary>Gives a network the weights of an earlier training.</summary>
    /// <param name="network">The network.</param>
    /// <param name="store">The store.</param>
    /// <param name="key">Their key.</param>
    /// <exception cref="UserErrorException">They are not in the store.</exception>
    public static void Load(torch.nn.Module network, IArtifactStore store, string key)
    {
        if (!TryLoad(network, store, ArtifactKey.Parse(key)))
        {
            throw new UserErrorException(
                $"The trained model '{key}' is not in {store.Description}. Fit again: the same command trains it once more."
            );
        }
    }

    /// <summary>Trains a network, or takes the weights that an earlier training of the same kind left in the store.</summary>
    /// <param name="network">The network; it gets the weights.</param>
    /// <param name="model">What it was made from.</param>
    /// <param name="training">How it is trained.</param>
    /// <param name="data">The training data.</param>
    /// <param name="store">The store.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static StoredTraining Train(
        torch.nn.Module<torch.Tensor, torch.Tensor> network,
        ModelOptions model,
        TrainingOptions training,
        DataSource data,
        IArtifactStore store,
        ProgressDisplay display,
        CancellationToken cancellationToken
    ) =>
        Train(
            network,
            KeyOf(model, training, data),
            store,
            () =>
            {
                using var rows = TensorDataset.Of(data);
                return Train(network, training, rows, display, "train", cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Trains a network, or takes the weights that an earlier training of the same key left in the store.</summary>
    /// <param name="network">The network; it gets the weights.</param>
    /// <param name="key">All that decides the weights.</param>
    /// <param name="store">The store.</param>
    /// <param name="train">The training.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static StoredTraining Train(
        torch.nn.Module<torch.Tensor, torch.Tensor> network,
        FingerprintBuilder key,
        IArtifactStore store,
        Func<TrainingResult> train,
        CancellationToken cancellationToken
    )
    {
        var artifact = key.ToKey(Kind);
        if (TryLoad(network, store, artifact))
        {
            var known = ArtifactCatalog.ReadManifest(store, artifact, cancellationToken).Options;
            return new StoredTraining(artifact, Result(known), IsNew: false);
        }

        var result = train();
        var options = key.Options.ToDictionary();
        options[Steps] = result.Steps.ToString(CultureInfo.InvariantCulture);
        options[Loss] = result.Loss.ToString("R", CultureInfo.InvariantCulture);
        options[Accuracy] = result.Accuracy.ToString("R", CultureInfo.InvariantCulture);
        options[Seconds] = result.Elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
        TensorArtifacts.Write(store, artifact, options, network.state_dict(), cancellationToken, content: Kind);
        return new StoredTraining(artifact, result, IsNew: true);
    }

    /// <summary>Trains a network, with progress.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How.</param>
    /// <param name="rows">On what.</param>
    /// <param name="display">Shows the steps.</param>
    /// <param name="name">What the stage is called.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static TrainingResult Train(
        torch.nn.Module<torch.Tensor, torch.Tensor> network,
        TrainingOptions options,
        TensorDataset rows,
        ProgressDisplay display,
        string name,
        CancellationToken cancellationToken
    )
    {
        var steps = options.Epochs * EpochBatches.Count(network, rows.Count, options.BatchSize);
        using var stage = display.Begin(name, "steps", steps);
        try
        {
            return new Trainer(options).Train(network, rows, new TrainingStage(stage), cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            throw new TrainingStoppedException(exception);
        }
    }

    private static TrainingResult Result(IReadOnlyDictionary<string, string> known)
    {
        double Number(string name) => double.Parse(known[name], CultureInfo.InvariantCulture);
        return new TrainingResult((long)Number(Steps), Number(Loss), Number(Accuracy), TimeSpan.FromSeconds(Number(Seconds)));
    }

    private static FingerprintBuilder KeyOf(ModelOptions model, TrainingOptions training, DataSource data)
    {
        var key = new FingerprintBuilder()
            .Add("network", FitOrigin.ModelText(model))
            .Add("training", FitOrigin.TrainingText(training with { Threads = null }))
            .Add("item shape", string.Join(' ', data.ItemShape))
            .Add("classes", string.Join('\n', data.Classes));
        if (model is AssemblyOptions { Assembly: var path })
        {
            using var assembly = File.OpenRead(path);
            key.Add("assembly", assembly);
        }

        using (var content = key.AddContent("rows"))
        {
            for (var row = 0; row < data.Count; row++)
            {
                content.Append(MemoryMarshal.AsBytes(data.Features(row).AsSpan()));
                content.Append(BitConverter.GetBytes(data.Labels![row]));
            }
        }

        return key;
    }

    /// <summary>Gives a network the weights of an artifact.</summary>
    /// <param name="network">The network.</param>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <returns>Whether the store has it.</returns>
    public static bool TryLoad(torch.nn.Module network, IArtifactStore store, ArtifactKey key)
    {
        if (TensorArtifacts.TryRead(store, key, torch.CPU) is not { } weights)
        {
            return false;
        }

        using var off = torch.no_grad();
        var targets = network.state_dict();
        foreach (var (name, tensor) in weights)
        {
            targets[name].copy_(tensor);
            tensor.Dispose();
        }

        return true;
    }
}
