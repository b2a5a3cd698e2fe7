using System.Diagnostics;

namespace DataWorth.Workflow.Tests.Engines;

/// <summary>A real Slurm on this machine: a controller and three nodes, each a host of its own.</summary>
public sealed class SlurmCluster : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("slurm").FullName;

    public SlurmCluster()
    {
        Script("install");
        Script("up", _folder, "3");
        Environment.SetEnvironmentVariable("PATH", $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? Missing { get; } =
        Environment.GetEnvironmentVariable("DATAWORTH_NO_INSTALL") == "1" ? "DATAWORTH_NO_INSTALL=1: Slurm is not installed."
        : Environment.UserName != "root" ? "A cluster of network namespaces needs root."
        : null;

    /// <summary>Takes every node out of service.</summary>
    public void Drain(string reason) => Run("scontrol", "update", "NodeName=n[1-3]", "State=DRAIN", $"Reason={reason}");

    /// <summary>Puts the nodes back that were taken out of service, by <see cref="Drain"/> or by Slurm itself.</summary>
    public void Resume()
    {
        var nodes = Run("sinfo", "--Node", "--noheader", "--states=drain", "--format=%N");
        foreach (var node in nodes.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Run("scontrol", "update", $"NodeName={node}", "State=RESUME");
        }
    }

    public void Kill(string host) => Script("kill", _folder, host);

    public void Start(string host) => Script("start", _folder, host);

    public void Cut(string node) => Script("cut", _folder, node);

    public void Heal(string node) => Script("heal", _folder, node);

    public string Run(string command, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(_folder, "bin", command), arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    public void Dispose()
    {
        Script("down", _folder);
        TemporaryFolder.Remove(_folder);
    }

    private static void Script(params string[] arguments)
    {
        // The daemons that it starts keep its streams open: they are not ours.
        ProcessStartInfo start = new("bash", [RepositoryFiles.PathOf("infra", "slurm", "cluster.sh"), .. arguments]);
        using var process = Process.Start(start)!;
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)), "cluster.sh does not end.");
        Assert.Equal(0, process.ExitCode);
    }
}
