namespace DataWorth.Cli.Tests.Commands;

/// <summary>A copy of the program in a folder of its own, as if it were installed on a machine with nothing beside it.</summary>
internal sealed class InstalledCopy : IDisposable
{
    public InstalledCopy(bool withNativeShim)
    {
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            if (withNativeShim || !file.EndsWith(".so", StringComparison.Ordinal))
            {
                File.Copy(file, PathOf(Path.GetFileName(file)));
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dataworth-installed-").FullName;

    public string Program => PathOf("DataWorth.Cli.dll");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
