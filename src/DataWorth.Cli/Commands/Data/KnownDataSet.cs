using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Data;

/// <summary>A data set that commands can name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Files">Its files; none for a generated data set.</param>
internal sealed record KnownDataSet(string Name, string Description, IReadOnlyList<DataFile> Files)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownDataSet> All { get; } =
    [
        new(FashionMnist.Name, "70,000 images of clothes, 28x28, 10 classes", FashionMnist.Files),
        new(Cifar10.Name, "colour images of animals and vehicles, 32x32, 10 classes", [.. Cifar10.TrainingBatches, Cifar10.TestBatch]),
        new(Glyphs.Name, "glyphs drawn by the program, 28x28, 10 classes", []),
    ];
}
