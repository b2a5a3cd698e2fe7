namespace DataWorth.Cli.Tests.Commands;

/// <summary>A copy of the program in a folder of its own, as if it were installed on a machine with nothing beside it.</summary>
internal sealed class InstalledCopy : IDisposable
{
    /// <summary>Copies the program.</summary>
    /// <param name="without">Whether a native library is left out, by its file name. Default none.</param>
    public InstalledCopy(Func<string, bool>? without = null)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            if (!name.Contains(".so", StringComparison.Ordinal))
            {
                File.Copy(file, PathOf(name));
            }
            else if (without?.Invoke(name) != true)
            {
                File.CreateSymbolicLink(PathOf(name), file);
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dataworth-installed-").FullName;

    public string Program => PathOf("DataWorth.Cli.dll");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => TemporaryFolder.Remove(Folder);
}
