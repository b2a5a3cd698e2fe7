using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>One row of the network table: all that commands, schema and tests know of a kind of network.</summary>
/// <param name="Name">Name in files, such as "mlp".</param>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Options">Type of its options; belongs to this row alone.</param>
/// <param name="Create">Makes the network of options for rows of a shape (without the batch) and a number of classes.</param>
public sealed record NetworkDescription(
    string Name,
    string Summary,
    Type Options,
    Func<ModelOptions, IReadOnlyList<long>, long, nn.Module<Tensor, Tensor>> Create
)
{
    /// <summary>A row from a function of the network's own type of options.</summary>
    /// <param name="name">Name in files.</param>
    /// <param name="summary">What it is, in one line.</param>
    /// <param name="create">Makes the network of options for the shape of a row and a number of classes.</param>
    internal static NetworkDescription Of<T>(
        string name,
        string summary,
        Func<T, IReadOnlyList<long>, long, nn.Module<Tensor, Tensor>> create
    )
        where T : ModelOptions, new() =>
        new(name, summary, typeof(T), (options, itemShape, classes) => create((T)options, itemShape, classes));
}
