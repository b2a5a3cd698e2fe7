using DataWorth.Configuration;
using DataWorth.Models.Networks.Assemblies;
using DataWorth.Models.Networks.Layers;
using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>All kinds of networks that a user can name: what commands, their schema and the tests pick them from.</summary>
public static class NetworkTable
{
    /// <summary>The kinds.</summary>
    public static IReadOnlyList<NetworkDescription> Networks { get; } =
    [
        NetworkDescription.Of<MlpModelOptions>(
            "mlp",
            "linear layers with ReLU between them",
            (options, itemShape, classes) =>
                new Mlp(
                    new MlpOptions
                    {
                        Widths = [itemShape.Aggregate(1L, (product, size) => product * size), .. options.Hidden, classes],
                        HasBias = options.HasBias,
                    }
                )
        ),
        NetworkDescription.Of<ResNet9ModelOptions>("resnet9", "the small residual network of CIFAR-10, for images", CreateResNet9),
        NetworkDescription.Of<SequentialOptions>(
            "sequential",
            "a list of layers",
            (options, itemShape, classes) => LayerChain.Create(options.Layers, itemShape, classes)
        ),
        NetworkDescription.Of<AssemblyOptions>("assembly", "a type of one's own in an assembly", ModelAssembly.Create),
    ];

    /// <summary>How files choose networks and layers: by the key "kind".</summary>
    public static IReadOnlyList<OptionChoice> Choices { get; } =
    [
        new(typeof(ModelOptions), "kind", [.. Networks.Select(row => (row.Name, row.Options))]),
        new(typeof(LayerOptions), "kind", [.. LayerTable.Layers.Select(row => (row.Name, row.Options))]),
    ];

    /// <summary>Makes a network, sees that it takes the rows of the data, and loads its weights.</summary>
    /// <param name="options">Options of one of the kinds.</param>
    /// <param name="itemShape">Shape of a row of the data, without the batch.</param>
    /// <param name="classes">Number of classes, at least 1; with 1, that of rows without labels, any number of outputs will do.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    /// <returns>The network in evaluation mode, and what its checkpoint says of itself; null when there is none: then the weights are those
    /// of the constructor.</returns>
    /// <exception cref="ArgumentException">The network cannot be made, does not take such rows, or gives more or less than a number for each
    /// class.</exception>
    /// <exception cref="CheckpointMismatchException">The weights are of another network.</exception>
    public static (nn.Module<Tensor, Tensor> Network, CheckpointMetadata? Checkpoint) Open(
        ModelOptions options,
        IReadOnlyList<long> itemShape,
        long classes,
        CancellationToken cancellationToken = default
    )
    {
        var row = Networks.Single(row => row.Options == options.GetType());
        var network = row.Create(options, itemShape, classes);
        try
        {
            network.eval();
            Check(network, itemShape, classes);
            var checkpoint = string.IsNullOrEmpty(options.Checkpoint)
                ? null
                : Checkpoints.Load(options.Checkpoint, network, cancellationToken);
            return (network, checkpoint);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static ResNet9 CreateResNet9(ResNet9ModelOptions options, IReadOnlyList<long> itemShape, long classes)
    {
        if (itemShape.Count != 3)
        {
            NetworkThrow.NeedsImages("resnet9", itemShape);
        }

        return new ResNet9(
            new ResNet9Options
            {
                InputChannels = itemShape[0],
                Classes = classes,
                WidthFactor = options.WidthFactor,
                LogitScale = options.LogitScale,
            }
        );
    }

    // A row of zeros: what cannot work fails here, in words, and not in the middle of a fit.
    private static void Check(nn.Module<Tensor, Tensor> network, IReadOnlyList<long> itemShape, long classes)
    {
        var name = network.GetType().Name;
        var shape = OutputShape(network, itemShape, name);
        if (shape.Length != 2 || shape[0] != 1 || (shape[1] != classes && classes > 1))
        {
            NetworkThrow.NotAClassifier(name, shape, classes);
        }
    }

    private static long[] OutputShape(nn.Module<Tensor, Tensor> network, IReadOnlyList<long> itemShape, string name)
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        var first = network.parameters().FirstOrDefault();
        try
        {
            return network.call(zeros([1, .. itemShape], first?.dtype ?? ScalarType.Float32, first?.device ?? CPU)).shape;
        }
        catch (Exception exception) when (exception is not ArgumentException || network.GetType().Assembly != typeof(Mlp).Assembly)
        {
            NetworkThrow.NetworkFails(name, itemShape, exception);
            throw;
        }
    }
}
