using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>All forms of data. A new one is a file beside this one and a row here.</summary>
public static class DataFormatTable
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<DataFormat> All { get; } =
    [
        KnownDataFormat.Row,
        IdxFormat.Row,
        CifarFormat.Row,
        SeparatedFormat.Csv,
        SeparatedFormat.Tsv,
        JsonLinesFormat.Row,
        ParquetFormat.Row,
        ImageFolderFormat.Row,
    ];

    /// <summary>The row that the options name, or the only one that recognises their path.</summary>
    internal static DataFormat Find(DataOptions options)
    {
        var isKnown = KnownDataFormat.Row.Recognizes(options.Path);
        if (!isKnown && !File.Exists(options.Path) && !Directory.Exists(options.Path))
        {
            Throw.NoData(options.Path, ClosestName.Of(options.Path, KnownDataFormat.Names), KnownDataFormat.Names);
        }

        var names = All.Select(format => format.Name);
        if (options.Format is { } name)
        {
            var named = All.FirstOrDefault(format => format.Name == name);
            if (named is null)
            {
                Throw.NoFormat(name, ClosestName.Of(name, names), names);
            }

            if (isKnown != (named == KnownDataFormat.Row))
            {
                Throw.NotOfFormat(options.Path, named, KnownDataFormat.Names);
            }

            return named;
        }

        DataFormat[] found = [.. All.Where(format => format.Recognizes(options.Path))];
        if (found.Length == 0)
        {
            Throw.NotRecognized(options.Path, Directory.Exists(options.Path), All);
        }

        if (found.Length > 1)
        {
            Throw.SeveralFormats(options.Path, found.Select(format => format.Name));
        }

        return found[0];
    }
}
