using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace DataWorth.Models.Data;

/// <summary>A file of a data set: its place below a data directory and, where one exists, its official address and checksum.</summary>
/// <param name="RelativePath">The path below a data directory, with '/' between its parts, such as
/// 'fashion-mnist/train-labels-idx1-ubyte.gz'.</param>
/// <param name="Address">The official address, or null if the file cannot be downloaded by itself.</param>
/// <param name="Sha256">The SHA-256 of the official file, 64 lower-case hexadecimal digits, or null if there is no address.</param>
/// <param name="UnpackedSha256">The SHA-256 of what the official gzip file holds, or null if it is unknown.</param>
public sealed record DataFile(string RelativePath, Uri? Address = null, string? Sha256 = null, string? UnpackedSha256 = null)
{
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> s_checksums = new();

    /// <summary>Refuses a file on this machine whose SHA-256 is not the known one; the data sets call it whenever they read. Each file is
    /// hashed once in a process, and again when its size or time changes.</summary>
    /// <param name="path">The file, packed or unpacked. One whose checksum is not known passes.</param>
    /// <exception cref="InvalidDataException">The file has another SHA-256.</exception>
    public void Verify(string path)
    {
        if (Compare(path) is (var expected, var found) && !string.Equals(found, expected, StringComparison.OrdinalIgnoreCase))
        {
            Throw.NotTheOfficialFile(path, found, this, expected);
        }
    }

    /// <summary>Whether a file has the known SHA-256; false where none is known.</summary>
    internal bool IsAt(string path) =>
        Compare(path) is (var expected, var found) && string.Equals(found, expected, StringComparison.OrdinalIgnoreCase);

    private (string Expected, string Found)? Compare(string path)
    {
        var full = Path.GetFullPath(path);
        using var stream = File.OpenRead(full);
        var isPacked = RecordStream.IsGzip(stream);
        var expected =
            isPacked == RelativePath.EndsWith(".gz", StringComparison.Ordinal) ? Sha256
            : isPacked ? null
            : UnpackedSha256;
        return expected is null
            ? null
            : (
                expected,
                s_checksums.GetOrAdd(
                    (full, stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle)),
                    static (_, stream) => Convert.ToHexStringLower(SHA256.HashData(stream)),
                    stream
                )
            );
    }
}
