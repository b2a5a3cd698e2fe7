namespace DataWorth.Models.Data;

/// <summary>How far a download is.</summary>
/// <param name="File">The file.</param>
/// <param name="BytesReceived">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="TotalBytes">The size of the file, or null if the server does not say.</param>
public readonly record struct DownloadProgress(DataFile File, long BytesReceived, long? TotalBytes);
