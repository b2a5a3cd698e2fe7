using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DataWorth.Randomness;

namespace DataWorth.Models.Data;

/// <summary>Labelled images in memory, as bytes; normalised float32 values are made on demand. Immutable.</summary>
public sealed class ImageDataset
{
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly int[] _labels;
    private readonly int[] _originalLabels;
    private readonly int[] _positions;
    private readonly float[][] _tables;
    private readonly Lazy<string> _fingerprint;

    /// <summary>Makes a data set.</summary>
    /// <param name="name">The name of the data set, such as 'fashion-mnist'.</param>
    /// <param name="split">The part of it: 'train' or 'test'. Begins the ids.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <param name="normalization">From pixel bytes to features.</param>
    /// <param name="provenance">Where the data come from.</param>
    /// <param name="pixels">The pixels, [N, C, H, W] row-major; not copied.</param>
    /// <param name="labels">The N labels; not copied.</param>
    /// <exception cref="ArgumentException">The numbers of pixels, labels or channels do not fit the shape, or a label is not a
    /// class.</exception>
    public ImageDataset(
        string name,
        string split,
        ImageShape shape,
        IReadOnlyList<string> classNames,
        PixelNormalization normalization,
        DatasetProvenance provenance,
        ReadOnlyMemory<byte> pixels,
        int[] labels
    )
        : this(name, split, shape, classNames, normalization, provenance, pixels, labels, labels, [.. Enumerable.Range(0, labels.Length)])
    { }

    private ImageDataset(
        string name,
        string split,
        ImageShape shape,
        IReadOnlyList<string> classNames,
        PixelNormalization normalization,
        DatasetProvenance provenance,
        ReadOnlyMemory<byte> pixels,
        int[] labels,
        int[] originalLabels,
        int[] positions
    )
    {
        if (pixels.Length != (long)labels.Length * shape.Size)
        {
            Throw.BadShape(
                nameof(pixels),
                pixels.Length,
                (long)labels.Length * shape.Size,
                $"pixel bytes for {labels.Length} labels of shape {shape}"
            );
        }

        if (normalization.Mean.Count != shape.Channels || normalization.StandardDeviation.Count != shape.Channels)
        {
            Throw.BadShape(
                nameof(normalization),
                normalization.Mean.Count,
                shape.Channels,
                "means and standard deviations, one per channel"
            );
        }

        if (labels.AsSpan().ContainsAnyExceptInRange(0, classNames.Count - 1))
        {
            Throw.BadShape(
                nameof(labels),
                labels.First(label => (uint)label >= (uint)classNames.Count),
                classNames.Count,
                "classes, a label below"
            );
        }

        (Name, Split, Shape, ClassNames, Normalization, Provenance) = (name, split, shape, classNames, normalization, provenance);
        (_pixels, _labels, _originalLabels, _positions) = (pixels, labels, originalLabels, positions);
        _tables = [.. Enumerable.Range(0, shape.Channels).Select(normalization.Table)];
        _fingerprint = new(ComputeFingerprint);
    }

    /// <summary>The name of the data set.</summary>
    public string Name { get; }

    /// <summary>The part of the data set, 'train' or 'test'.</summary>
    public string Split { get; }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>From pixel bytes to features.</summary>
    public PixelNormalization Normalization { get; }

    /// <summary>Where the data come from.</summary>
    public DatasetProvenance Provenance { get; }

    /// <summary>The number of images N.</summary>
    public int Count => _labels.Length;

    /// <summary>All pixels, [N, C, H, W] row-major.</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>The labels to train with, [N].</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The labels before any were flipped, [N].</summary>
    public ReadOnlySpan<int> OriginalLabels => _originalLabels;

    /// <summary>The number of flipped labels.</summary>
    public int FlippedCount => Enumerable.Range(0, Count).Count(IsFlipped);

    /// <summary>SHA-256 of the content: shape, number of classes, pixels and labels; 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The rows, made as they are read; every enumeration begins anew.</summary>
    public IEnumerable<ImageExample> Rows
    {
        get
        {
            for (var row = 0; row < Count; row++)
            {
                var features = new float[Shape.Size];
                CopyFeatures(row, features);
                yield return new ImageExample
                {
                    Id = Id(row),
                    Features = features,
                    Label = _labels[row],
                };
            }
        }
    }

    /// <summary>The stable id of a row: the split and the position in the complete data set, such as 'train-00042'.</summary>
    /// <param name="row">The row, 0 … N-1.</param>
    public string Id(int row) => $"{Split}-{_positions[row]:D5}";

    /// <summary>Whether the label of a row was flipped.</summary>
    /// <param name="row">The row.</param>
    public bool IsFlipped(int row) => _labels[row] != _originalLabels[row];

    /// <summary>The raw pixels of a row, [C, H, W].</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<byte> PixelsOf(int row) => _pixels.Span.Slice(row * Shape.Size, Shape.Size);

    /// <summary>Writes the normalised pixels of consecutive rows.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="destination">A whole number of images, [B, C, H, W].</param>
    public void CopyFeatures(int firstRow, Span<float> destination)
    {
        var source = _pixels.Span.Slice(firstRow * Shape.Size, destination.Length);
        var plane = Shape.Height * Shape.Width;
        for (int start = 0, channel = 0; start < source.Length; start += plane, channel = (channel + 1) % Shape.Channels)
        {
            var bytes = source.Slice(start, Math.Min(plane, source.Length - start));
            var features = destination.Slice(start, bytes.Length);
            var table = _tables[channel];
            for (var pixel = 0; pixel < bytes.Length; pixel++)
            {
                features[pixel] = table[bytes[pixel]];
            }
        }
    }

    /// <summary>All normalised pixels in one block, [N, C, H, W].</summary>
    public float[] ToFeatureBlock()
    {
        var block = new float[checked(Count * Shape.Size)];
        CopyFeatures(0, block);
        return block;
    }

    /// <summary>All labels as the 64-bit integers that a loss takes, [N].</summary>
    public long[] ToLabelBlock() => [.. _labels.Select(label => (long)label)];

    /// <summary>The first rows.</summary>
    /// <param name="count">Their number, 0 … N.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows.</exception>
    public ImageDataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > Count)
        {
            Throw.TooFewRows($"{Name}/{Split}", Count, count);
        }

        return With(_pixels[..(count * Shape.Size)], _labels[..count], _originalLabels[..count], _positions[..count]);
    }

    /// <summary>Some rows in a given order; they keep their ids.</summary>
    /// <param name="rows">The rows.</param>
    public ImageDataset Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var pixels = new byte[checked(rows.Count * Shape.Size)];
        for (var target = 0; target < rows.Count; target++)
        {
            PixelsOf(rows[target]).CopyTo(pixels.AsSpan(target * Shape.Size));
        }

        return With(pixels, Pick(_labels), Pick(_originalLabels), Pick(_positions));
        int[] Pick(int[] values) => [.. rows.Select(row => values[row])];
    }

    /// <summary>The same images, round(fraction·N) of which have another label, each other class being equally likely.</summary>
    /// <param name="fraction">The fraction of rows to flip, 0 … 1; halves are rounded up.</param>
    /// <param name="seed">Chooses the rows and the labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is outside 0 … 1.</exception>
    /// <exception cref="InvalidOperationException">There is one class only.</exception>
    public ImageDataset WithFlippedLabels(double fraction, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1);
        if (ClassNames.Count < 2)
        {
            Throw.NeedsTwoClasses(Name);
        }

        SeededRandom random = new(seed);
        int[] labels = [.. _originalLabels];
        foreach (var row in random.NextSubset(Count, (int)Math.Round(fraction * Count, MidpointRounding.AwayFromZero)))
        {
            labels[row] = (labels[row] + 1 + random.NextInt32(ClassNames.Count - 1)) % ClassNames.Count;
        }

        return With(_pixels, labels, _originalLabels, _positions);
    }

    private ImageDataset With(ReadOnlyMemory<byte> pixels, int[] labels, int[] originalLabels, int[] positions) =>
        new(Name, Split, Shape, ClassNames, Normalization, Provenance, pixels, labels, originalLabels, positions);

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"image-dataset/1 {Count}x{Shape} {ClassNames.Count}\n"));
        hash.AppendData(_pixels.Span);
        var labels = new byte[sizeof(int) * Count];
        for (var row = 0; row < Count; row++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(labels.AsSpan(sizeof(int) * row), _labels[row]);
        }

        hash.AppendData(labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
