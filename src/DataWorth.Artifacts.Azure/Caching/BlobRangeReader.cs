namespace DataWorth.Artifacts.Azure;

/// <summary>Fetches bytes of a blob from the service.</summary>
internal delegate void BlobRangeReader(long offset, Span<byte> destination);
