using System.Runtime.InteropServices;
using DataWorth.Artifacts;
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

    /// <summary>The network of a fit with its weights.</summary>
    /// <param name="origin">What the fit was made from.</param>
    /// <param name="store">The store of the fit.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="UserErrorException">The weights are not in the store.</exception>
    public static torch.nn.Module<torch.Tensor, torch.Tensor> Open(
        FitOrigin origin,
        IArtifactStore store,
        CancellationToken cancellationToken
    )
    {
        var network = NetworkTable.Open(origin.Model, origin.Encoding.ItemShape, origin.Encoding.Classes.Count, cancellationToken).Network;
        if (origin.Weights is { } key && !TryLoad(network, store, ArtifactKey.Parse(key)))
        {
            network.Dispose();
            throw new UserErrorException(
                $"The trained model '{key}' is not in {store.Description}. Fit again: the same command trains it once more."
            );
        }

        return network;
    }

    /// <summary>Trains a network, or takes the weights that an earlier training of the same kind left in the store.</summary>
    /// <param name="network">The network; it gets the weights.</param>
    /// <param name="definition">Data, model and training.</param>
    /// <param name="data">The training data.</param>
    /// <param name="store">The store.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Where the weights are, and the training's result; null where nothing had to be trained.</returns>
    public static (ArtifactKey Key, TrainingResult? Training) Train(
        torch.nn.Module<torch.Tensor, torch.Tensor> network,
        FitDefinition definition,
        DataSource data,
        IArtifactStore store,
        ProgressDisplay display,
        CancellationToken cancellationToken
    )
    {
        var training = definition.Training!;
        var key = KeyOf(definition, training, data);
        if (TryLoad(network, store, key.ToKey(Kind)))
        {
            return (key.ToKey(Kind), null);
        }

        using var rows = TensorDataset.Of(data);
        var steps = training.Epochs * (((long)data.Count + training.BatchSize - 1) / training.BatchSize);
        using var stage = display.Begin("train", "steps", steps);
        var result = new Trainer(training).Train(network, rows, new TrainingStage(stage), cancellationToken);
        TensorArtifacts.Write(store, key.ToKey(Kind), key.Options, network.state_dict(), cancellationToken, content: Kind);
        return (key.ToKey(Kind), result);
    }

    private static FingerprintBuilder KeyOf(FitDefinition definition, TrainingOptions training, DataSource data)
    {
        var key = new FingerprintBuilder()
            .Add("network", FitOrigin.ModelText(definition.Model))
            .Add("training", FitOrigin.TrainingText(training with { Threads = null }))
            .Add("item shape", string.Join(' ', data.ItemShape))
            .Add("classes", string.Join('\n', data.Classes));
        if (definition.Model is AssemblyOptions { Assembly: var path })
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

    private static bool TryLoad(torch.nn.Module network, IArtifactStore store, ArtifactKey key)
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
