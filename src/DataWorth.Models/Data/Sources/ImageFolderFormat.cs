using IOPath = System.IO.Path;

namespace DataWorth.Models.Data.Sources;

/// <summary>A folder of PNG and JPEG files, each class a folder of its own; images in the folder itself have no label.</summary>
internal static class ImageFolderFormat
{
    internal static DataFormat Row { get; } =
        new(
            "images",
            "a folder of PNG and JPEG files, class/file.png; without class folders the images have no labels",
            path => Directory.Exists(path) && HasImages(path, levels: 3),
            request => Task.FromResult<DataContent>(Read(request)),
            hasImages: true
        );

    private static ImageContent Read(DataRequest request)
    {
        var folder = Folder(request.Options);
        var (files, classes) = Files(folder);
        if (files.Count == 0)
        {
            Throw.NoDataRows(folder);
        }

        string[] chosen = [.. Take(files, request.Options.Limit)];
        var looks = chosen.Select(ImageFile.Identify).ToList();
        var shape = Shape(chosen, looks, request);
        ImageFiles images = new(chosen, shape);
        string[] ids = [.. chosen.Select(path => IOPath.GetRelativePath(request.Options.Path, path).Replace('\\', '/'))];
        var kinds = string.Join(" and ", chosen.Select(ImageFile.Kind).Distinct().Order(StringComparer.Ordinal));
        return new($"{kinds} files as {shape}", shape, ids, classes.Count == 0 ? null : [.. chosen.Select(ClassOf)], images.Pixels)
        {
            Classes = classes.Count == 0 ? null : ClassIndex.Order(classes),
            Notices =
            [
                .. VisibleEntries.Notice(Hidden(folder)),
                .. Others(folder, classes),
                .. ImageChanges.Notices(ids, looks, shape, request),
            ],
        };
    }

    private static string Folder(DataOptions options)
    {
        if (options.Split is not { } split)
        {
            return options.Path;
        }

        string[] folders = [.. VisibleEntries.Folders(options.Path).Select(folder => IOPath.GetFileName(folder))];
        if (!folders.Contains(split))
        {
            Throw.NoSplit($"Folder '{options.Path}'", split, folders);
        }

        return IOPath.Combine(options.Path, split);
    }

    private static (List<string> Files, List<string> Classes) Files(string folder)
    {
        List<string> files = [.. ImageFile.In(folder)];
        List<string> classes = [];
        foreach (var path in VisibleEntries.Folders(folder))
        {
            if (VisibleEntries.Folders(path).FirstOrDefault(inner => HasImages(inner, levels: 2)) is { } inner)
            {
                Throw.ImagesTooDeep(inner, folder, IOPath.GetFileName(path));
            }

            string[] found = [.. ImageFile.In(path)];
            if (found.Length > 0 && files.Count > 0 && classes.Count == 0)
            {
                Throw.ImagesBesideClasses(folder, files[0], path);
            }

            if (found.Length > 0)
            {
                classes.Add(IOPath.GetFileName(path));
                files.AddRange(found);
            }
        }

        return (files, classes);
    }

    // The first of every class, then the second ones …; in the order of the files.
    private static IEnumerable<string> Take(List<string> files, int? limit) =>
        limit is not { } count || count >= files.Count
            ? files
            : files
                .Index()
                .GroupBy(file => ClassOf(file.Item))
                .SelectMany(group => group.Index())
                .OrderBy(file => file.Index)
                .Take(count)
                .OrderBy(file => file.Item.Index)
                .Select(file => file.Item.Item);

    // In the folder and in those of its classes.
    private static IReadOnlyList<string> Hidden(string folder) =>
        [
            .. new[] { folder }
                .Concat(VisibleEntries.Folders(folder))
                .SelectMany(path => VisibleEntries.HiddenFolders(path).Concat(VisibleEntries.HiddenFiles(path, ImageFile.IsNamed)))
                .Select(path => IOPath.GetRelativePath(folder, path)),
        ];

    // Files that are no images, and folders without any: a class of them would be gone without a word.
    private static IEnumerable<string> Others(string folder, IReadOnlyList<string> classes)
    {
        var inner = VisibleEntries.Folders(folder).ToList();
        string[] files =
        [
            .. inner
                .Prepend(folder)
                .SelectMany(VisibleEntries.Files)
                .Where(path => !ImageFile.IsNamed(path))
                .Select(path => IOPath.GetRelativePath(folder, path)),
        ];
        if (files.Length > 0)
        {
            var kinds = string.Join(", ", files.Select(IOPath.GetExtension).Distinct().Order(StringComparer.Ordinal).Take(5));
            yield return files.Length == 1
                ? $"A file that is no PNG or JPEG is left out: '{files[0]}'."
                : $"{files.Length} files that are no PNG or JPEG ({kinds}) are left out, such as '{files[0]}'.";
        }

        var empty = classes.Count == 0 ? [] : inner.Select(path => IOPath.GetFileName(path)).Except(classes).ToList();
        if (empty.Count > 0)
        {
            yield return $"No PNG or JPEG is in '{string.Join("', '", empty)}': there is no such class.";
        }
    }

    private static ImageShape Shape(string[] files, List<((int Height, int Width) Size, bool IsGrey)> looks, DataRequest request)
    {
        var options = request.Options;
        (int Height, int Width)? side =
            request.Like?.Image is { } like ? (like.Height, like.Width)
            : options.ImageHeight is { } height ? (height, options.ImageWidth!.Value)
            : null;
        var channels = request.Like?.Image?.Channels ?? options.ImageChannels;
        var first = looks[0].Size;
        if (side is null && looks.FindIndex(look => look.Size != first) is >= 0 and var odd)
        {
            Throw.ImagesOfSeveralSizes(files[0], first, files[odd], looks[odd].Size);
        }

        return new(channels ?? (looks.All(look => look.IsGrey) ? 1 : 3), (side ?? first).Height, (side ?? first).Width);
    }

    private static bool HasImages(string folder, int levels) =>
        ImageFile.In(folder).Any() || (levels > 1 && VisibleEntries.Folders(folder).Any(inner => HasImages(inner, levels - 1)));

    private static string ClassOf(string path) => IOPath.GetFileName(IOPath.GetDirectoryName(path))!;
}
