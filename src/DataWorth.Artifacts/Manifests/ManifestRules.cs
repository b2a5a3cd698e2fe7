namespace DataWorth.Artifacts;

/// <summary>What must hold within a manifest.</summary>
internal static class ManifestRules
{
    /// <summary>The first broken rule, or null.</summary>
    public static string? FindFault(ArtifactManifest manifest)
    {
        if (FindLayoutFault(manifest.Layout) is { } layoutFault)
        {
            return layoutFault;
        }

        if (manifest.RowsPerShard < 1)
        {
            return $"it has {manifest.RowsPerShard} rows per shard";
        }

        if (FindShardFault(manifest) is { } shardFault)
        {
            return shardFault;
        }

        if (manifest.Rows > 0 && manifest.Ids is null)
        {
            return "it has rows, but no file of ids";
        }

        if (FindTensorsFault(manifest) is { } tensorsFault)
        {
            return tensorsFault;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            if (!ArtifactName.IsSegment(file.File) || !names.Add(file.File) || file.Bytes < 0 || !ContentDigest.IsDigest(file.Digest))
            {
                return $"its entry of file '{file.File}' is repeated or has an impossible name, size or digest";
            }
        }

        return null;
    }

    /// <summary>What is wrong with a layout, or null.</summary>
    public static string? FindLayoutFault(IReadOnlyList<ArtifactTensorLayout> layout)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var tensor in layout)
        {
            if (tensor.Name.Length == 0 || tensor.Name == SafetensorsHeaderParser.MetadataName || !names.Add(tensor.Name))
            {
                return $"its layout has an empty, reserved or repeated tensor name '{tensor.Name}'";
            }

            if (
                !Enum.IsDefined(tensor.DType)
                || tensor.Shape.Any(size => size < 1)
                || !SafetensorsShape.TryByteCount(tensor.DType, tensor.Shape, out var bytes)
                || bytes > long.MaxValue / 8 / layout.Count
            )
            {
                return $"its layout has an impossible row shape {SafetensorsShape.Text(tensor.Shape)} for tensor '{tensor.Name}'";
            }
        }

        return null;
    }

    private static string? FindTensorsFault(ArtifactManifest manifest)
    {
        HashSet<string> names = [.. manifest.Layout.Select(layout => layout.Name)];
        foreach (var entry in manifest.Tensors.SelectMany(tensors => tensors.Contents))
        {
            if (entry.Name.Length == 0 || !names.Add(entry.Name))
            {
                return $"tensor '{entry.Name}' has no name, is in two files, or is both named and a tensor of rows";
            }

            if (!Enum.IsDefined(entry.DType) || !SafetensorsShape.TryByteCount(entry.DType, entry.Shape, out _))
            {
                return $"tensor '{entry.Name}' has the impossible shape {SafetensorsShape.Text(entry.Shape)}";
            }
        }

        return null;
    }

    private static string? FindShardFault(ArtifactManifest manifest)
    {
        var expectedShards = (manifest.Rows / manifest.RowsPerShard) + (manifest.Rows % manifest.RowsPerShard == 0 ? 0 : 1);
        if (manifest.Rows < 0 || manifest.Shards.Count != expectedShards)
        {
            return $"{manifest.Rows} rows at {manifest.RowsPerShard} per shard do not make {manifest.Shards.Count} shards";
        }

        if (manifest.Rows > 0 && manifest.Layout.Count == 0)
        {
            return "it has rows, but no layout";
        }

        for (var index = 0; index < manifest.Shards.Count; index++)
        {
            var shard = manifest.Shards[index];
            var firstRow = (long)index * manifest.RowsPerShard;
            var rows = Math.Min(manifest.RowsPerShard, manifest.Rows - firstRow);
            if (shard.File != ArtifactFiles.Shard(index) || shard.FirstRow != firstRow || shard.Rows != rows)
            {
                return $"shard {index} is '{shard.File}' with rows from {shard.FirstRow}, {shard.Rows} of them; expected "
                    + $"'{ArtifactFiles.Shard(index)}' from {firstRow}, {rows} of them";
            }
        }

        return null;
    }
}
