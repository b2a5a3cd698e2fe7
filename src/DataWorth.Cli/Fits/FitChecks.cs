using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Training;
using TorchSharp;

namespace DataWorth.Cli.Fits;

/// <summary>What is checked before a fit computes anything.</summary>
internal static class FitChecks
{
    /// <summary>How often a training holds the weights besides: as gradients and as momentum.</summary>
    public const int CopiesInTraining = 2;

    /// <summary>Refuses data without labels, and data of one class.</summary>
    /// <param name="options">Where the data are.</param>
    /// <param name="data">The data.</param>
    /// <param name="names">What messages call options.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="UserErrorException">There are none, or all are the same.</exception>
    public static IReadOnlyList<long> RequireClasses(DataOptions options, DataSource data, OptionNames names)
    {
        if (data.Labels is not { } labels)
        {
            throw data.Format.HasImages
                ? new UserErrorException(
                    $"'{options.Path}' has no labels: its images lie in no folders of classes. Put each into a folder that is called as its class: "
                        + "class/file.png."
                )
                : new UserErrorException(
                    $"'{options.Path}' has no labels: none of its columns is called label, class, target or y. Give {names.Of("option 'label-column'")}. "
                        + $"Columns: {string.Join(", ", data.ColumnDescriptions.Select(column => column.Name))}."
                );
        }

        return data.Classes.Count >= 2
            ? labels
            : throw new UserErrorException(
                $"All rows of '{options.Path}' have the class '{data.Classes[0]}', expected at least two classes: there is nothing to tell "
                    + "apart, and so nothing to attribute."
            );
    }

    /// <summary>Bytes of a network's weights.</summary>
    public static long WeightBytes(torch.nn.Module network)
    {
        using var scope = torch.NewDisposeScope();
        return network.state_dict().Values.Sum(tensor => tensor.NumberOfElements * tensor.ElementSize);
    }

    /// <summary>Refuses a training that would swap or be killed, which tells nobody why.</summary>
    /// <param name="network">The network.</param>
    /// <param name="training">How it is trained; null where it is not.</param>
    /// <param name="names">What messages call options.</param>
    /// <exception cref="UserErrorException">Memory is too small for its gradients and their mean.</exception>
    public static void RequireTrains(torch.nn.Module network, TrainingOptions? training, OptionNames names)
    {
        var weights = network.parameters().Sum(weight => weight.NumberOfElements * weight.ElementSize);
        var free = MachineMemory.AvailableBytes;
        if (training is not null && CopiesInTraining * weights > free)
        {
            throw new UserErrorException(
                $"Training takes {ByteText.Of(CopiesInTraining * weights)} of memory beside the network's {ByteText.Of(weights)}, for its "
                    + $"gradients and their mean, but {ByteText.Of(free)} are free. Make the network smaller "
                    + $"({names.Of("option 'model.NAME'")})."
            );
        }
    }
}
