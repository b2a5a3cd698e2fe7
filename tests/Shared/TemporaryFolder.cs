namespace DataWorth.Tests.Shared;

/// <summary>A folder that is removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    public string Path { get; } = Directory.CreateTempSubdirectory("dataworth-test-").FullName;

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public string Write(string relativePath, byte[] content)
    {
        var path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Removes a folder with everything in it.</summary>
    /// <remarks>A process that a test has started may put its last lines there after its result was seen (a worker's attempt, a browser's
    /// profile), also between the listing and the removal: then it is tried again.</remarks>
    public static void Remove(string folder)
    {
        var start = DateTime.UtcNow;
        while (Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (DateTime.UtcNow - start < s_longest)
            {
                Thread.Sleep(50); // somebody writes: nothing tells when that ends
            }
        }
    }

    public void Dispose() => Remove(Path);
}
