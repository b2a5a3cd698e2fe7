using DataWorth.Configuration;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Models.Data.Sources;

/// <summary>Data of one's own: rows with an id, features and, if the data have them, labels.</summary>
public sealed class DataSource
{
    private readonly DataRows _rows;
    private readonly Func<int, ReadOnlyMemory<byte>>? _pixels;

    private DataSource(
        DataFormat format,
        DataEncoding encoding,
        IReadOnlyList<ColumnDescription> descriptions,
        DataRows rows,
        Func<int, ReadOnlyMemory<byte>>? pixels = null
    )
    {
        (Format, Encoding, ColumnDescriptions, _rows, _pixels) = (format, encoding, descriptions, rows, pixels);
    }

    /// <summary>The form in which the data were found.</summary>
    public DataFormat Format { get; }

    /// <summary>How rows become features and labels; queries are opened with that of the data of the fit.</summary>
    public DataEncoding Encoding { get; }

    /// <summary>What was found in each column, what it is used as and why, with its first five cells.</summary>
    public IReadOnlyList<ColumnDescription> ColumnDescriptions { get; }

    /// <summary>The number of rows N, at least 1.</summary>
    public int Count => _rows.Ids.Count;

    /// <summary>The shape of the features of one row: [C, H, W] of images, [n] of tables.</summary>
    public IReadOnlyList<long> ItemShape => _rows.ItemShape;

    /// <summary>The names of the classes in the order of their indices: numbers by their values, texts by their characters, those of a known
    /// data set in its own order. None if the fit had no labels.</summary>
    public IReadOnlyList<string> Classes => Encoding.Classes;

    /// <summary>The ids of the rows: those of the id column, or the path of an image below the folder, or split and place in the file such as
    /// 'train-00042'.</summary>
    public IReadOnlyList<string> Ids => _rows.Ids;

    /// <summary>The class index of each row; null if these data have no labels. Where they follow a fit, a row may have none of its own
    /// (<see cref="NoLabel"/>).</summary>
    public IReadOnlyList<long>? Labels => _rows.Labels;

    /// <summary>What a query without a label has among queries that have one.</summary>
    public const long NoLabel = -1;

    /// <summary>The class index of each row.</summary>
    /// <exception cref="InvalidDataException">A row has no label; the message names it.</exception>
    public IReadOnlyList<long> RequireLabels() =>
        _rows.Labels is not { } labels ? throw Throw.NoLabels()
        : labels.Contains(NoLabel) ? throw Throw.RowWithoutLabel(Ids.Zip(labels).First(row => row.Second == NoLabel).First)
        : labels;

    /// <summary>What was done with the data that their owner may not expect, a sentence each: hidden entries skipped, images resized, a label
    /// of another name taken.</summary>
    public IReadOnlyList<string> Notices { get; private init; } = [];

    /// <summary>Whether data are images and not a table, without reading them.</summary>
    /// <param name="options">Which data.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="DataUnavailableException">There is no such file, folder or known data set.</exception>
    /// <exception cref="InvalidDataException">Their form is not recognised.</exception>
    public static bool HasImages(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return DataFormatTable.Find(options).HasImages;
    }

    /// <summary>Opens data. Everything but the pixels of image files is read and checked here.</summary>
    /// <param name="options">Which data, and as what.</param>
    /// <param name="like">The encoding of the data of a fit, for queries; null for the data of a fit.</param>
    /// <param name="locator">Finds or downloads known data sets that are given by name.</param>
    /// <param name="progress">Told about downloads.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="ArgumentException">An option is out of its range, changes nothing for such data, or names a column that they do not
    /// have.</exception>
    /// <exception cref="DataUnavailableException">There is no such file, folder or known data set.</exception>
    /// <exception cref="InvalidDataException">The data are damaged or cannot be encoded; the message says where.</exception>
    public static async Task<DataSource> OpenAsync(
        DataOptions options,
        DataEncoding? like = null,
        DataLocator? locator = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var format = DataFormatTable.Find(options);
        OptionRules.RefuseUnused(options, UnusedOptions(format, like is not null));
        if (like is not null && like.Image is null == format.HasImages)
        {
            Throw.OtherKindOfData(options.Path, format.HasImages);
        }

        var content = await format.OpenAsync(new(options, like, locator, progress, cancellationToken)).ConfigureAwait(false);
        return content is TableContent table ? Of(format, table, options, like) : Of(format, (ImageContent)content, options, like);
    }

    /// <summary>The rows as a data view, in their order and made as they are read: Id (text), Features (vector of Single of known size, row-major
    /// in <see cref="ItemShape"/>) and, if there are labels, Label (Int64).</summary>
    /// <param name="context">The context of ML.NET.</param>
    /// <param name="labels">Class indices to give instead of the data's own, one for each row, such as what a model predicts; null for the
    /// data's own.</param>
    /// <exception cref="ArgumentException">There are not as many labels as rows.</exception>
    /// <exception cref="InvalidDataException">Some rows have labels and some have none, and none are given.</exception>
    public IDataView View(MLContext context, IReadOnlyList<long>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (labels is not null && labels.Count != Count)
        {
            Throw.OtherLabelCount(labels.Count, Count);
        }

        var rows =
            labels is not null ? _rows with { Labels = labels }
            : _rows.Labels is null ? _rows
            : _rows with { Labels = RequireLabels() };
        var schema = SchemaDefinition.Create(typeof(SourceRow), SchemaDefinition.Direction.Read);
        var width = (int)ItemShape.Aggregate((product, size) => product * size);
        var features = schema[nameof(SourceRow.Features)];
        features.ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        if (_rows.Names is { } names)
        {
            VBuffer<ReadOnlyMemory<char>> slots = new(width, [.. names.Select(name => name.AsMemory())]);
            features.AddAnnotation("SlotNames", slots, new VectorDataViewType(TextDataViewType.Instance, width));
        }

        if (rows.Labels is null)
        {
            schema.Remove(schema[nameof(SourceRow.Label)]);
        }

        return context.Data.LoadFromEnumerable([.. Enumerable.Range(0, Count).Select(row => new SourceRow(rows, row))], schema);
    }

    /// <summary>The features of a row, row-major in <see cref="ItemShape"/>; made anew.</summary>
    /// <param name="row">The row, 0 … N-1.</param>
    public float[] Features(int row) => _rows.Features(row);

    /// <summary>The columns of a row that are features, with their values as text; none for images.</summary>
    /// <param name="row">The row, 0 … N-1.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Cells(int row) => _rows.Cells?.Invoke(row) ?? [];

    /// <summary>The numbers of a row that are far from all that the model was trained on; none for images, and for the data of a fit.</summary>
    /// <param name="row">The row, 0 … N-1.</param>
    public IReadOnlyList<OutsideValue> Outside(int row) => _rows.Outside?.Invoke(row) ?? [];

    /// <summary>An image as a PNG file, as the model sees it but not normalised.</summary>
    /// <param name="row">The row, 0 … N-1.</param>
    /// <returns>The bytes of the file; null for tables.</returns>
    /// <exception cref="InvalidDataException">The image file is damaged.</exception>
    public byte[]? Picture(int row) => _pixels is null ? null : ImageFile.Png(_pixels(row).Span, Encoding.Image!.Value);

    private static DataSource Of(DataFormat format, TableContent table, DataOptions options, DataEncoding? like)
    {
        var reading = like is null ? TableReading.ForFit(table, options) : TableReading.ForQueries(table, options, like);
        var rows = EncodedTable.Encode(table, reading);
        return new(format, reading.Encoding, reading.Descriptions, rows)
        {
            Notices = [.. table.Notices, .. reading.Notices, .. TableNotice.OfOutside(rows.Ids, rows.Outside!)],
        };
    }

    private static DataSource Of(DataFormat format, ImageContent images, DataOptions options, DataEncoding? like)
    {
        var encoding =
            like
            ?? new()
            {
                Image = images.Shape,
                Normalization = ImageFeatures.Normalization(options, images),
                Classes = images.Classes ?? (images.Labels is null ? [] : ClassIndex.Order(images.Labels)),
            };
        if (encoding.Image != images.Shape)
        {
            Throw.OtherShape(options.Path, images.Shape, encoding.Image!.Value);
        }

        return new(format, encoding, ImageFeatures.Describe(images), ImageFeatures.Encode(images, encoding), images.Pixels)
        {
            Notices = images.Notices,
        };
    }

    private static IEnumerable<UnusedOption> UnusedOptions(DataFormat format, bool hasEncoding)
    {
        string[] columns =
        [
            nameof(DataOptions.Features),
            nameof(DataOptions.Categories),
            nameof(DataOptions.Missing),
            nameof(DataOptions.Standardize),
        ];
        string[] names = [nameof(DataOptions.LabelColumn), nameof(DataOptions.IdColumn)];
        string[] sizes = [nameof(DataOptions.ImageHeight), nameof(DataOptions.ImageWidth), nameof(DataOptions.ImageChannels)];
        string[] pixels = [nameof(DataOptions.PixelMean), nameof(DataOptions.PixelDeviation)];
        IEnumerable<UnusedOption> unused = format.HasImages
            ? [.. Because("images have no columns", [.. columns, .. names])]
            : [.. Because("a table has no images", [.. sizes, .. pixels])];
        if (format.HasImages && format != ImageFolderFormat.Row)
        {
            unused = [.. unused, .. Because("only images of a folder are resized", sizes)];
        }

        return hasEncoding ? [.. unused, .. Because("the encoding of the fit decides", [.. columns, .. sizes, .. pixels])] : unused;
        static IEnumerable<UnusedOption> Because(string reason, string[] options) =>
            options.Select(option => new UnusedOption(option, reason));
    }
}
