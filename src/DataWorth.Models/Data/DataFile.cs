namespace DataWorth.Models.Data;

/// <summary>A file of a data set: its place below a data directory and, where one exists, its official address and checksum.</summary>
/// <param name="RelativePath">The path below a data directory, with '/' between its parts, such as
/// 'fashion-mnist/train-labels-idx1-ubyte.gz'.</param>
/// <param name="Address">The official address, or null if the file cannot be downloaded by itself.</param>
/// <param name="Sha256">The SHA-256 of the official file, 64 lower-case hexadecimal digits, or null if there is no address.</param>
public sealed record DataFile(string RelativePath, Uri? Address = null, string? Sha256 = null);
