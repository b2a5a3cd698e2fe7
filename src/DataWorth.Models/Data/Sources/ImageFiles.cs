namespace DataWorth.Models.Data.Sources;

/// <summary>Decodes image files when their pixels are asked for, and keeps the bytes of the first ones, one gibibyte of them.</summary>
/// <param name="paths">The files.</param>
/// <param name="shape">The shape that they become.</param>
internal sealed class ImageFiles(IReadOnlyList<string> paths, ImageShape shape)
{
    private const long KeptBytes = 1L << 30;

    private readonly byte[]?[] _kept = new byte[(int)Math.Min(paths.Count, KeptBytes / shape.Size)][];

    /// <summary>The pixels of a file, [C, H, W].</summary>
    internal ReadOnlyMemory<byte> Pixels(int row) =>
        row < _kept.Length ? _kept[row] ??= ImageFile.Read(paths[row], shape) : ImageFile.Read(paths[row], shape);
}
