namespace DataWorth.Artifacts;

/// <summary>What a cache did since its store was opened.</summary>
/// <param name="BytesServed">Bytes of reads that lay in the cache already.</param>
/// <param name="BytesFetched">Bytes fetched from the store, whole blocks.</param>
/// <param name="BytesEvicted">Bytes removed to stay within the limit.</param>
/// <param name="BlocksDamaged">Blocks whose checksum did not match; they were fetched again.</param>
public sealed record CacheStatistics(long BytesServed, long BytesFetched, long BytesEvicted, long BlocksDamaged);
