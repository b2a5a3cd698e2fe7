using System.Diagnostics.CodeAnalysis;
using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;
using DataWorth.Text;

namespace DataWorth.Models;

/// <summary>What is wrong with data of a user's own.</summary>
internal static partial class Throw
{
    private const int MostListed = 12;

    [DoesNotReturn]
    public static void OtherLabelCount(int found, int rows) =>
        throw new ArgumentException($"There are {found} labels for {rows} rows, expected one for each.", "labels");

    internal static ArgumentException NoLabels() =>
        new("The data have no labels, which a model is trained on. Say which column has them (option 'label-column').");

    internal static InvalidDataException RowWithoutLabel(string id) =>
        new($"Row '{id}' has no label, expected a class. Fill it in or remove the row.");

    [DoesNotReturn]
    internal static void NoDataPath() =>
        throw new ArgumentException("There is no path. Give a file, a folder or the name of a known data set.", "path");

    [DoesNotReturn]
    internal static void OneImageSide() =>
        throw new ArgumentException(
            "One of option 'image-height' and option 'image-width' is missing, expected both or neither. Give both.",
            "options"
        );

    [DoesNotReturn]
    internal static void NoData(string path, string? closest, IEnumerable<string> known) =>
        throw new DataUnavailableException(
            $"There is no file or folder '{path}', and it is no known data set ({string.Join(", ", known)}).{DidYouMean(closest)}"
        );

    [DoesNotReturn]
    internal static void NoFormat(string name, string? closest, IEnumerable<string> known) =>
        throw new ArgumentException(
            $"Unknown format '{name}', expected one of: {string.Join(", ", known)}.{DidYouMean(closest)}",
            "format"
        );

    [DoesNotReturn]
    internal static void NotOfFormat(string path, DataFormat format, IEnumerable<string> known) =>
        throw new ArgumentException(
            $"'{path}' cannot be read as '{format.Name}' ({format.Summary}). Known data sets are {string.Join(", ", known)}; files and "
                + "folders are read in the other formats.",
            "format"
        );

    [DoesNotReturn]
    internal static void NotRecognized(string path, bool isFolder, IEnumerable<DataFormat> formats) =>
        throw new InvalidDataException(
            $"{(isFolder ? "Folder" : "File")} '{path}' is in none of the formats that are recognised: "
                + string.Join(", ", formats.Select(format => format.Name))
                + ". A table is a file .csv, .tsv, .jsonl or .parquet, images are a folder of PNG and JPEG files. Name the format (option "
                + "'format'), or convert the data."
        );

    [DoesNotReturn]
    internal static void SeveralFormats(string path, IEnumerable<string> formats) =>
        throw new InvalidDataException(
            $"Folder '{path}' has data in several formats ({string.Join(", ", formats)}). Name the format (option 'format')."
        );

    [DoesNotReturn]
    internal static void NoLocator(string name) =>
        throw new DataUnavailableException($"Data set '{name}' is given by its name, but there is no locator to find it. Give its folder.");

    [DoesNotReturn]
    internal static void NoSplit(string where, string split, IEnumerable<string> splits) =>
        throw new InvalidDataException(
            $"{where} has no split '{split}', only: {Listed(splits)}.{DidYouMean(ClosestName.Of(split, splits))} Name one of them with option 'split'."
        );

    [DoesNotReturn]
    internal static void BatchMissing(string folder, string missing, string later) =>
        throw new InvalidDataException(
            $"Folder '{folder}' has '{later}', but no '{missing}', expected data_batch_1.bin up to the last batch without a gap: later images "
                + "would have the ids of other ones. Put the batch there, plain or .gz."
        );

    [DoesNotReturn]
    internal static void NoSplitColumn(string path, string split) =>
        throw new InvalidDataException(
            $"File '{path}' has no column 'split', in which the rows of split '{split}' would say so. Leave option 'split' out, or give a folder with a "
                + "file for each split."
        );

    [DoesNotReturn]
    internal static void NotOneFile(string folder, string? split, IReadOnlyList<string> files, IEnumerable<string> extensions) =>
        throw new InvalidDataException(
            $"Folder '{folder}' has {files.Count} files of {string.Join(" or ", extensions)} ({Listed(files)}), expected one"
                + $"{(split is null ? "" : $" called '{split}'")}. Give the file, or name with option 'split' the one that is meant."
        );

    [DoesNotReturn]
    internal static void NoDataRows(string path) =>
        throw new InvalidDataException($"'{path}' has no rows, expected at least one. Give other data.");

    [DoesNotReturn]
    internal static void NoHeader(string path, IReadOnlyList<string> cells) =>
        throw new InvalidDataException(
            $"Line 1 of '{path}' has numbers ({Listed(cells)}), expected the names of the columns. Add a first line with names."
        );

    [DoesNotReturn]
    internal static void ColumnTwice(string path, string name) =>
        throw new InvalidDataException($"File '{path}' has two columns called '{name}', expected names that differ. Rename one.");

    [DoesNotReturn]
    internal static void CellTwice(string path, string unit, long place, string name) =>
        throw new InvalidDataException($"{Upper(unit)} {place} of '{path}' has '{name}' twice, expected once. Remove one.");

    [DoesNotReturn]
    internal static void NoSeparator(string path, string first, long line, char separator) =>
        throw new InvalidDataException(
            $"Line 1 of '{path}' has no separator ('{first}'), but line {line} has {(separator == '\t' ? "a tab" : $"'{separator}'")}, expected the names "
                + "of all columns in line 1. Add the names, remove lines above them, or put texts with that sign in double quotes."
        );

    [DoesNotReturn]
    internal static void WrongCellCount(string path, long line, int found, int expected) =>
        throw new InvalidDataException(
            $"Line {line} of '{path}' has {found} cells, expected {expected} as in its first line. Add or remove cells; a cell with the "
                + "separator in it needs double quotes around it, and every quote an end."
        );

    [DoesNotReturn]
    internal static void OpenQuote(string path, long line) =>
        throw new InvalidDataException(
            $"A double quote that opens in line {line} of '{path}' has no end, expected a second one before a separator or the end of a line. Close "
                + "it; a cell with a quote in it needs quotes around it, and the one in it twice."
        );

    [DoesNotReturn]
    internal static void NotAJsonObject(string path, long line, string fault, Exception? inner) =>
        throw new InvalidDataException(
            $"Line {line} of '{path}' is no JSON object ({fault}), expected one such as {{\"x\": 1, \"label\": \"a\"}}. Mend or remove the line.",
            inner
        );

    [DoesNotReturn]
    internal static void NestedJson(string path, long line, string name, string found) =>
        throw new InvalidDataException(
            $"Line {line} of '{path}' has {found} as '{name}', expected a number, a text or an array of them. Write its members as members of "
                + "the line."
        );

    [DoesNotReturn]
    internal static void NestedParquet(string path, string name, string found) =>
        throw new InvalidDataException(
            $"Column '{name}' of '{path}' is of kind {found}, expected numbers, texts or truth values. Write its parts as plain columns."
        );

    [DoesNotReturn]
    internal static void BadParquet(string path, Exception inner) =>
        throw new InvalidDataException($"File '{path}' is not a whole Parquet file ({inner.Message.TrimEnd('.')}). {FetchAgain}", inner);

    [DoesNotReturn]
    internal static void NoDataColumn(string name, string option, string path, IReadOnlyList<string> columns) =>
        throw new ArgumentException(
            $"File '{path}' has no column '{name}', which option '{option}' names. Columns: {Listed(columns)}.{DidYouMean(ClosestName.Of(name, columns))}",
            option
        );

    [DoesNotReturn]
    internal static void ColumnOfFitMissing(string name, string path, IReadOnlyList<string> columns) =>
        throw new InvalidDataException(
            $"File '{path}' has no column '{name}', which is a feature of the fit. Columns: {Listed(columns)}."
                + $"{DidYouMean(ClosestName.Of(name, columns))} Add or rename the column."
        );

    [DoesNotReturn]
    internal static void ColumnOfTwoUses(string name, string option, string other) =>
        throw new ArgumentException(
            $"Column '{name}' is named by option '{option}' and by option '{other}' too, expected one use. Name it in one.",
            option
        );

    [DoesNotReturn]
    internal static void NoFeatures(string path, IEnumerable<ColumnDescription> leftOut) =>
        throw new InvalidDataException(
            $"File '{path}' has no column that can be a feature"
                + string.Concat(leftOut.Take(MostListed).Select(column => $"; '{column.Name}' is left out: {column.Reason}"))
                + ". Name columns with option 'features'."
        );

    [DoesNotReturn]
    internal static void EmptyColumn(string name, string path) =>
        throw new InvalidDataException($"Column '{name}' of '{path}' has no values, but option 'features' names it. Leave it out.");

    [DoesNotReturn]
    internal static void EmptyCell(string column, string cell, string place) =>
        throw new InvalidDataException(
            $"Column '{column}' has no value in {place} (found '{cell}'), but is a feature. Fill it in, remove the row, or set option 'missing' to "
                + "'fill' for the fit."
        );

    [DoesNotReturn]
    internal static void CommaInNumber(string column, string cell, string place) =>
        throw new InvalidDataException(
            $"Column '{column}' has '{cell}' in {place}, a number with a comma, expected at most a point before its fraction. Write its numbers like 1234.5, "
                + $"name the column in option 'categories', or leave it out (option 'features': '!{column}')."
        );

    [DoesNotReturn]
    internal static void NotANumber(string column, string cell, string place, bool isFit) =>
        throw new InvalidDataException(
            $"Column '{column}' has '{cell}' in {place}, expected a number as in the other rows. Correct it"
                + (isFit ? $", name the column in option 'categories', or leave it out (option 'features': '!{column}')." : ".")
        );

    [DoesNotReturn]
    internal static void NoColumns() =>
        throw new InvalidOperationException(
            "The encoding is one of images, expected one of a table's columns. Read images with DataSource.OpenAsync."
        );

    [DoesNotReturn]
    internal static void NotFinite(string column, string cell, string place) =>
        throw new InvalidDataException(
            $"Column '{column}' has '{cell}' in {place}, which is no finite number of 32 bits, expected one. Correct it or remove the row."
        );

    [DoesNotReturn]
    internal static void TooManyCategories(string column, string path, int found, int most) =>
        throw new InvalidDataException(
            $"Column '{column}' of '{path}' has {found} different texts, expected {most} or fewer in a feature. Name it in option 'categories' to "
                + "use it all the same, or leave it out."
        );

    [DoesNotReturn]
    internal static void UnknownCategory(string column, string cell, string place, IReadOnlyList<string> categories) =>
        throw new InvalidDataException(
            $"Column '{column}' has '{cell}' in {place}, a category that the fit did not see, expected one of: {Listed(categories.Select(name => name.Length == 0 ? "(missing)" : name))}."
                + $"{DidYouMean(ClosestName.Of(cell, categories))} Correct it, remove the row, or fit again with such rows."
        );

    [DoesNotReturn]
    internal static void UnknownClass(string label, string place, IReadOnlyList<string> classes) =>
        throw new InvalidDataException(
            $"The label of {place} is '{label}', a class that the fit did not see, expected one of: {Listed(classes)}."
                + $"{DidYouMean(ClosestName.Of(label, classes))} Correct it, remove the row, or fit again with such rows."
        );

    internal static InvalidDataException NoLabel(string column, string place) =>
        new($"Label column '{column}' is empty in {place}, expected a class. Fill it in or remove the row.");

    [DoesNotReturn]
    internal static void NotClasses(string column, string path, int found) =>
        throw new InvalidDataException(
            $"Label column '{column}' of '{path}' has {found} different numbers with fractions, expected classes. Name another column with "
                + "option 'label-column', or round the values into classes."
        );

    [DoesNotReturn]
    internal static void FitWithoutLabels(string column) =>
        throw new InvalidDataException(
            $"The data have labels (column '{column}'), but the fit had none, expected data without. Leave them out, or fit with labels."
        );

    [DoesNotReturn]
    internal static void NoId(string column, string place) =>
        throw new InvalidDataException($"Id column '{column}' is empty in {place}, expected a text or a whole number. Fill it in.");

    [DoesNotReturn]
    internal static void NotAnId(string column, string cell, string place) =>
        throw new InvalidDataException(
            $"Id column '{column}' has '{cell}' in {place}, expected texts or whole numbers. Name another column with option 'id-column'."
        );

    [DoesNotReturn]
    internal static void IdTwice(string column, string id, string first, string second) =>
        throw new InvalidDataException(
            $"Id column '{column}' has '{id}' in {first} and in {second}, expected ids that differ. Change one, or name another column with "
                + "option 'id-column'."
        );

    [DoesNotReturn]
    internal static void OtherKindOfData(string path, bool isImages) =>
        throw new InvalidDataException(
            $"'{path}' has {(isImages ? "images" : "a table")}, but the fit had {(isImages ? "a table" : "images")}. Give data of the same kind."
        );

    [DoesNotReturn]
    internal static void OtherShape(string path, ImageShape found, ImageShape expected) =>
        throw new InvalidDataException(
            $"The images of '{path}' have the shape {found}, expected {expected} as in the fit. Give images of that shape; those of a folder of "
                + "PNG and JPEG files are resized."
        );

    [DoesNotReturn]
    internal static void OtherChannels(string option, int found, int expected) =>
        throw new ArgumentException(
            $"Option '{option}' has {found} values, expected {expected}, one for each channel of the images. Give as many.",
            option
        );

    [DoesNotReturn]
    internal static void NotAnImage(string path, string fault, Exception? inner) =>
        throw new InvalidDataException(
            $"File '{path}' is no whole PNG or JPEG image ({fault.TrimEnd('.')}). Remove it, or replace it by a sound copy.",
            inner
        );

    [DoesNotReturn]
    internal static void ImagesOfSeveralSizes(string path, (int Height, int Width) size, string other, (int Height, int Width) otherSize) =>
        throw new InvalidDataException(
            $"Image '{other}' has {otherSize.Height}x{otherSize.Width} pixels, but '{path}' has {size.Height}x{size.Width}, expected one size "
                + "(height x width). Set option 'image-height' and option 'image-width', to which all are resized."
        );

    [DoesNotReturn]
    internal static void LinkToNothing(string path, string target) =>
        throw new InvalidDataException(
            $"'{path}' is a link to '{target}', where there is no file. Remove the link, or put the file where it points to."
        );

    [DoesNotReturn]
    internal static void ImagesTooDeep(string found, string folder, string split) =>
        throw new InvalidDataException(
            $"Folder '{found}'{(new DirectoryInfo(found).LinkTarget is { } target ? $" (a link to '{target}')" : "")} has images, but is two levels below '{folder}', expected class/file.png. If '{split}' is a part of the data, "
                + $"set option 'split' to '{split}'; else move the files up."
        );

    [DoesNotReturn]
    internal static void ImagesBesideClasses(string folder, string file, string classFolder) =>
        throw new InvalidDataException(
            $"Folder '{folder}' has both images of its own ('{file}') and folders with images ('{classFolder}'), expected one of the two. Move "
                + "the images into the folders of their classes."
        );

    [DoesNotReturn]
    internal static void NotAnEncoding(string fault, Exception? inner) =>
        throw new InvalidDataException(
            $"The text is no encoding of data ({fault.TrimEnd('.')}), expected what ToJson wrote. Fit again.",
            inner
        );

    private static string DidYouMean(string? closest) => closest is null ? "" : $" Did you mean '{closest}'?";

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 0
            ? "none"
            : string.Join(", ", all.Take(MostListed)) + (all.Length > MostListed ? $" … ({all.Length} in all)" : "");
    }

    private static string Upper(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
