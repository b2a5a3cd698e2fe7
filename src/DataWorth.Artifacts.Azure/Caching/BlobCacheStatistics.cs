namespace DataWorth.Artifacts.Azure;

/// <summary>What a cache did since its store was opened.</summary>
/// <param name="BytesServed">Bytes of reads that lay in the cache already.</param>
/// <param name="BytesDownloaded">Bytes fetched from the service, whole blocks.</param>
/// <param name="BytesEvicted">Bytes removed to stay within the limit.</param>
/// <param name="BlocksDamaged">Blocks whose checksum did not match; they were fetched again.</param>
public sealed record BlobCacheStatistics(long BytesServed, long BytesDownloaded, long BytesEvicted, long BlocksDamaged);
