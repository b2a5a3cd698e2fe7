namespace DataWorth.Artifacts;

/// <summary>What must hold for a layout and options, and how many rows a shard takes.</summary>
internal static class WriterRules
{
    private const int MostRowsPerShard = 1 << 16;

    public static void Require(IReadOnlyList<ArtifactTensorLayout> layout, ArtifactWriterOptions options)
    {
        if (ManifestRules.FindLayoutFault(layout) is { } fault)
        {
            Throw.BadLayout(fault);
        }

        ArgumentException.ThrowIfNullOrEmpty(options.Codec);
        ArgumentOutOfRangeException.ThrowIfNegative(options.RowCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ShardBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsPerShard ?? 1, 1);
        if (layout.Count == 0 && options.RowCount > 0)
        {
            Throw.BadLayout($"it is empty, but {options.RowCount} rows are announced");
        }
    }

    /// <summary>The largest power of two of rows that fits the target, from 1 to 65,536: a function of the row's bytes and the target
    /// alone.</summary>
    public static int RowsPerShard(IReadOnlyList<ArtifactTensorLayout> layout, ArtifactWriterOptions options)
    {
        if (options.RowsPerShard is { } given)
        {
            return given;
        }

        var rowBytes = Math.Max(1, layout.Sum(tensor => tensor.RowBytes));
        var rows = 1;
        while (rows < MostRowsPerShard && 2L * rows * rowBytes <= options.ShardBytes)
        {
            rows *= 2;
        }

        return rows;
    }
}
