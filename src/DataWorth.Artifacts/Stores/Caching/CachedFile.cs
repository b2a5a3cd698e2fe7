namespace DataWorth.Artifacts;

/// <summary>An object on the cache's disk, as the eviction sees it.</summary>
internal sealed record CachedFile(string Folder, string Key, long Bytes, DateTime LastUsed)
{
    public const string DataSuffix = ".data";
    public const string IndexSuffix = ".index";
    public const int EntryBytes = 16;

    public static List<CachedFile> List(string folder, int blockBytes)
    {
        List<CachedFile> files = [];
        if (!Directory.Exists(folder))
        {
            return files;
        }

        foreach (var index in new DirectoryInfo(folder).EnumerateFiles("*" + IndexSuffix))
        {
            try
            {
                var entries = File.ReadAllBytes(index.FullName);
                long blocks = 0;
                for (var offset = 0; offset + EntryBytes <= entries.Length; offset += EntryBytes)
                {
                    blocks += entries.AsSpan(offset, EntryBytes).ContainsAnyExcept((byte)0) ? 1 : 0;
                }

                files.Add(
                    new CachedFile(folder, Path.GetFileNameWithoutExtension(index.Name), blocks * blockBytes, index.LastWriteTimeUtc)
                );
            }
            catch (IOException)
            {
                // Another process has just removed it.
            }
        }

        return files;
    }

    public bool TryDelete()
    {
        try
        {
            // The index first: data without one is never used.
            File.Delete(Path.Combine(Folder, Key + IndexSuffix));
            File.Delete(Path.Combine(Folder, Key + DataSuffix));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
