using System.Runtime.InteropServices;
using DataWorth.Artifacts;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Reports.Images;
using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Training;
using DataWorth.Randomness;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Tasks.OwnData;

/// <summary>Some rows of data of one's own, with labels that need not be theirs.</summary>
/// <param name="Source">The data.</param>
/// <param name="Rows">Their rows, [N].</param>
/// <param name="Labels">Class of each, [N].</param>
internal sealed record LabelledRows(DataSource Source, IReadOnlyList<int> Rows, IReadOnlyList<int> Labels)
{
    /// <summary>Rows with their own labels.</summary>
    public static LabelledRows Of(DataSource source, IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        var labels = source.RequireLabels();
        return new(source, chosen, [.. chosen.Select(row => (int)labels[row])]);
    }

    /// <summary>Their ids.</summary>
    public IReadOnlyList<string> Ids => [.. Rows.Select(row => Source.Ids[row])];

    /// <summary>Numbers of a row.</summary>
    public int Width => (int)Source.ItemShape.Aggregate(1L, (product, side) => product * side);

    /// <summary>Some of them.</summary>
    /// <param name="rows">Positions among them.</param>
    public LabelledRows Select(IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        return new(Source, [.. chosen.Select(row => Rows[row])], [.. chosen.Select(row => Labels[row])]);
    }

    /// <summary>Them with a share of the labels made wrong, every other class alike.</summary>
    /// <param name="share">Share, above 0.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <returns>The rows, and which are wrong, [N].</returns>
    public (LabelledRows Rows, bool[] IsFlipped) WithFlippedLabels(double share, int seed)
    {
        SeededRandom random = new(seed);
        int[] labels = [.. Labels];
        var isFlipped = new bool[labels.Length];
        foreach (var row in random.NextSubset(labels.Length, (int)Math.Round(share * labels.Length, MidpointRounding.AwayFromZero)))
        {
            labels[row] = (labels[row] + 1 + random.NextInt32(Source.Classes.Count - 1)) % Source.Classes.Count;
            isFlipped[row] = true;
        }

        return (this with { Labels = labels }, isFlipped);
    }

    /// <summary>Features [N, *item shape] and classes [N].</summary>
    public TensorDataset ToTensors()
    {
        using var scope = NewDisposeScope();
        var inputs = empty([Rows.Count, .. Source.ItemShape], ScalarType.Float32);
        foreach (var (i, row) in Rows.Index())
        {
            MemoryMarshal.AsBytes(Source.Features(row).AsSpan()).CopyTo(inputs[i].bytes);
        }

        return new TensorDataset(inputs, tensor([.. Labels.Select(label => (long)label)]), i => Source.Ids[Rows[i]]);
    }

    /// <summary>Them as examples, made as they are read.</summary>
    public IEnumerable<ImageExample> Examples =>
        Rows.Zip(
            Labels,
            (row, label) =>
                new ImageExample
                {
                    Id = Source.Ids[row],
                    Features = Source.Features(row),
                    Label = label,
                }
        );

    /// <summary>Adds ids, features and classes to a fingerprint.</summary>
    public void AddTo(FingerprintBuilder key, string name)
    {
        using var content = key.AddContent(name);
        foreach (var (row, label) in Rows.Zip(Labels))
        {
            content.Append(MemoryMarshal.AsBytes(Source.Ids[row].AsSpan()));
            content.Append(MemoryMarshal.AsBytes(Source.Features(row).AsSpan()));
            content.Append(BitConverter.GetBytes(label));
        }
    }

    /// <summary>A row as a person sees it: its picture, or its columns as text.</summary>
    /// <param name="i">Position among them.</param>
    public ExampleView Show(int i) =>
        new(
            Source.Classes[Labels[i]],
            Source.Encoding is { Image: { } shape, Normalization: { } normalization }
                ? ReportImage.OfPlanes(shape.Width, shape.Height, shape.Channels, Pixels(Source.Features(Rows[i]), shape, normalization))
                : null,
            Source.Encoding.Image is null ? string.Join(", ", Source.Cells(Rows[i]).Select(cell => $"{cell.Key} {cell.Value}")) : null
        );

    private static byte[] Pixels(float[] features, ImageShape shape, PixelNormalization normalization)
    {
        var plane = shape.Width * shape.Height;
        return
        [
            .. features.Select(
                (feature, i) =>
                    (byte)
                        Math.Clamp(
                            Math.Round(255 * ((feature * normalization.StandardDeviation[i / plane]) + normalization.Mean[i / plane])),
                            0,
                            255
                        )
            ),
        ];
    }
}
