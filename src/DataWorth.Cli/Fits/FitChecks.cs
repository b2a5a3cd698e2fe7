using DataWorth.Cli.Hosting;
using DataWorth.Models.Data.Sources;
using TorchSharp;

namespace DataWorth.Cli.Fits;

/// <summary>What is checked before a fit computes anything.</summary>
internal static class FitChecks
{
    /// <summary>Refuses data without labels, and data of one class.</summary>
    /// <param name="options">Where the data are.</param>
    /// <param name="data">The data.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="UserErrorException">There are none, or all are the same.</exception>
    public static IReadOnlyList<long> RequireClasses(DataOptions options, DataSource data)
    {
        if (data.Labels is not { } labels)
        {
            throw new UserErrorException(
                $"'{options.Path}' has no labels: none of its columns is called label, class, target or y. Give --label-column. "
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
}
