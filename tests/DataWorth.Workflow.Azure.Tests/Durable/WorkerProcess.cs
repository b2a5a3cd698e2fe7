using System.Diagnostics;

namespace DataWorth.Workflow.Azure.Tests;

/// <summary>A worker in a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    public WorkerProcess(string hub, string store)
    {
        ProcessStartInfo start = new("dotnet", [typeof(WorkerProcess).Assembly.Location, hub, store])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_STORAGE_CONNECTION_STRING"] = AzuriteServer.Instance.ConnectionString();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [name, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public bool Ends(TimeSpan time) => _process.WaitForExit(time);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
