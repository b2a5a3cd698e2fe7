
namespace DataWorth.Cli.Tests.Launcher;

/// <summary>A copy of the launcher around a small program of its own, so that real builds take seconds.</summary>
internal sealed class SmallRepository : IDisposable
{
    public SmallRepository()
    {
        foreach (var folder in new[] { "infra/local", "infra/build", "src/DataWorth.Cli", "eval/DataWorth.Evaluation", "pipelines" })
        {
            Directory.CreateDirectory(PathOf(folder));
        }

        foreach (var script in new[] { "dataworth", "test", "infra/local/dependencies.sh", "infra/local/build.sh", "infra/local/tests.sh" })
        {
            File.Copy(RepositoryFiles.PathOf(script), PathOf(script));
        }

        File.Copy(RepositoryFiles.PathOf("global.json"), PathOf("global.json"));
        Write("Directory.Packages.props", "<Project />");
        Write(".editorconfig", "root = true\n");
        Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput>"
                + "<ArtifactsPath>$(MSBuildThisFileDirectory)artifacts</ArtifactsPath></PropertyGroup></Project>"
        );
        Write(
            "src/DataWorth.Cli/DataWorth.Cli.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>"
                + "<OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"
        );
        WriteProgram("first");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("dataworth-launcher-").FullName;

    public string Launcher => PathOf("dataworth");

    public string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>A folder with nothing but some of the system's programs, to be the PATH.</summary>
    public string Tools(params string[] names)
    {
        var tools = Directory.CreateDirectory(PathOf("tools")).FullName;
        foreach (var name in names)
        {
            File.CreateSymbolicLink(Path.Combine(tools, name), File.Exists("/usr/bin/" + name) ? "/usr/bin/" + name : "/bin/" + name);
        }

        return tools;
    }

    public void Write(string path, string text) => File.WriteAllText(PathOf(path), text);

    /// <summary>A program that says its word, its arguments and its folder, and ends with the number given as first argument; 'wait' waits
    /// for a signal.</summary>
    public void WriteProgram(string word) =>
        Write(
            "src/DataWorth.Cli/Program.cs",
            $$"""
            System.Console.WriteLine("{{word}} " + string.Join('|', args) + " in " + System.Environment.CurrentDirectory);
            System.Console.Out.Flush();
            if (args is ["wait"])
            {
                using System.Threading.ManualResetEventSlim stop = new();
                using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(
                    System.Runtime.InteropServices.PosixSignal.SIGINT, context => { context.Cancel = true; stop.Set(); });
                System.Console.WriteLine("waiting");
                stop.Wait();
                return 130;
            }
            return args.Length > 0 && int.TryParse(args[0], out int code) ? code : 0;
            """
        );

    public void Dispose() => TemporaryFolder.Remove(Root);
}
