using System.Buffers.Binary;
using System.Text;
using DataWorth.Models.Data.Sources;
using Parquet;
using Parquet.Schema;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>Small data in every format: six rows of three classes.</summary>
internal static class DataSamples
{
    internal const int Count = 6;

    /// <summary>Writes the sample of a format and gives the options that open it.</summary>
    internal static async Task<DataOptions> WriteAsync(string format, TemporaryFolder directory) =>
        format switch
        {
            "known" => new() { Path = "glyphs", Limit = Count },
            "idx" => new() { Path = Idx(directory, "mine", Count) },
            "cifar" => new() { Path = Cifar(directory, "some.bin", Count) },
            "csv" => new() { Path = Text(directory, "table.csv", Csv(",")) },
            "tsv" => new() { Path = Text(directory, "table.tsv", Csv("\t")) },
            "json-lines" => new() { Path = Text(directory, "table.jsonl", JsonLines()) },
            "parquet" => new() { Path = await ParquetAsync(directory, "table.parquet") },
            "images" => new() { Path = Images(directory, "pictures") },
            _ => throw new ArgumentException($"Write a sample of format '{format}' here.", nameof(format)),
        };

    internal static string Text(TemporaryFolder directory, string name, string content) =>
        directory.Write(name, Encoding.UTF8.GetBytes(content));

    internal static string Csv(string separator) =>
        string.Concat(
            Enumerable.Range(-1, Count + 1).Select(row => string.Join(separator, row < 0 ? ["height", "colour", "label"] : Row(row)) + "\n")
        );

    internal static string JsonLines() =>
        string.Concat(
            Enumerable
                .Range(0, Count)
                .Select(Row)
                .Select(row => $$"""{"height": {{row[0]}}, "colour": "{{row[1]}}", "label": "{{row[2]}}"}""" + "\n")
        );

    internal static async Task<string> ParquetAsync(TemporaryFolder directory, string name)
    {
        string[][] rows = [.. Enumerable.Range(0, Count).Select(Row)];
        DataField<double> height = new("height");
        DataField<string> colour = new("colour");
        DataField<string> label = new("label");
        using MemoryStream stream = new();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(height, colour, label), stream))
        {
            // Two groups of rows.
            foreach (var half in rows.Chunk(Count / 2))
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<double>(
                    height,
                    half.Select(row => double.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture)).ToArray()
                );
                await group.WriteAsync(colour, half.Select(row => row[1]).ToArray());
                await group.WriteAsync(label, half.Select(row => row[2]).ToArray());
            }
        }

        return directory.Write(name, stream.ToArray());
    }

    internal static byte[] IdxImages(int count) =>
        [.. Idx(3, count, 4, 5), .. Enumerable.Range(0, count * 20).Select(value => (byte)(7 * value))];

    internal static byte[] IdxLabels(int count) => [.. Idx(1, count), .. Enumerable.Range(0, count).Select(row => (byte)(row % 3))];

    internal static string Idx(TemporaryFolder directory, string folder, int count)
    {
        directory.Write($"{folder}/train-labels-idx1-ubyte", IdxLabels(count));
        return Path.GetDirectoryName(directory.Write($"{folder}/train-images-idx3-ubyte", IdxImages(count)))!;
    }

    internal static string Cifar(TemporaryFolder directory, string name, int count) =>
        directory.Write(
            name,
            [.. Enumerable.Range(0, count).SelectMany(row => (byte[])[(byte)(row % 3), .. Enumerable.Repeat((byte)row, 3072)])]
        );

    internal static string Images(TemporaryFolder directory, string folder)
    {
        for (var row = 0; row < Count; row++)
        {
            directory.Write($"{folder}/{((string[])["cat", "dog", "eel"])[row % 3]}/{row}.png", Png(GreyRamp(4, 5, row)));
        }

        return Path.Combine(directory.Path, folder);
    }

    internal static Image<L8> GreyRamp(int height, int width, int start)
    {
        Image<L8> image = new(width, height);
        for (var place = 0; place < height * width; place++)
        {
            image[place % width, place / width] = new((byte)(start + 10 * place));
        }

        return image;
    }

    internal static byte[] Png<T>(Image<T> image)
        where T : unmanaged, IPixel<T>
    {
        using MemoryStream stream = new();
        image.SaveAsPng(
            stream,
            typeof(T) == typeof(L8) ? new() { ColorType = SixLabors.ImageSharp.Formats.Png.PngColorType.Grayscale } : new()
        );
        image.Dispose();
        return stream.ToArray();
    }

    internal static byte[] Jpeg<T>(Image<T> image)
        where T : unmanaged, IPixel<T>
    {
        using MemoryStream stream = new();
        image.SaveAsJpeg(stream, new JpegEncoder { Quality = 100 });
        image.Dispose();
        return stream.ToArray();
    }

    private static string[] Row(int row) => [$"{row}.25", ((string[])["red", "blue"])[row % 2], ((string[])["ant", "bee", "cow"])[row % 3]];

    private static byte[] Idx(byte dimensions, params int[] sizes)
    {
        var header = new byte[4 + 4 * sizes.Length];
        (header[2], header[3]) = (8, dimensions);
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * axis), sizes[axis]);
        }

        return header;
    }
}
