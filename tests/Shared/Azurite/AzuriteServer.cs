using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using DataWorth.Artifacts.Azure;

namespace DataWorth.Tests.Shared;

/// <summary>The blobs, queues and tables of Azurite, installed and started by the tests themselves, once per run.</summary>
internal sealed class AzuriteServer
{
    public const string Account = "testaccount";

    // Ends the service when this process ends, however it ends: its standard input is closed then.
    private const string Watcher = "process.stdin.on('end', () => process.exit(0)).resume(); require(process.env.AZURITE_MAIN);";
    private const string Version = "3.35.0";

    private static readonly Lazy<(AzuriteServer? Server, string? Reason)> s_instance = new(Start);

    private readonly Process _process;
    private readonly (int Queues, int Tables) _others;

    private AzuriteServer(Process process, int port, (int Queues, int Tables) others, string key)
    {
        (_process, _others) = (process, others);
        Port = port;
        Key = key;
    }

    /// <summary>Why there is no service, or null.</summary>
    public static string? UnavailableBecause => s_instance.Value.Reason;

    public static AzuriteServer Instance => s_instance.Value.Server ?? throw new InvalidOperationException(UnavailableBecause);

    public int Port { get; }

    public string Key { get; }

    /// <summary>A connection string for the service itself, or for a proxy before it.</summary>
    public string ConnectionString(int? port = null) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{port ?? Port}/{Account};"
        + $"QueueEndpoint=http://127.0.0.1:{_others.Queues}/{Account};TableEndpoint=http://127.0.0.1:{_others.Tables}/{Account};";

    /// <summary>Answers nobody for some time.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        Run("kill", ["-STOP", $"{_process.Id}"], ".");
        await Task.Delay(time);
        Run("kill", ["-CONT", $"{_process.Id}"], ".");
    }

    /// <summary>The address of a container of its own for each test.</summary>
    public static AzureBlobAddress NewAddress(string prefix = "some/prefix") =>
        AzureBlobAddress.Parse($"az://{Account}/test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}/{prefix}");

    public BlobContainerClient Container(AzureBlobAddress address) => new(ConnectionString(), address.Container);

    private static (AzuriteServer? Server, string? Reason) Start()
    {
        var folder = RepositoryFiles.PathOf("artifacts", "tools", "azurite");
        var main = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (Install(folder, main) is { } reason)
        {
            return (null, reason);
        }

        var data = Directory.CreateTempSubdirectory("dataworth-azurite-").FullName;
        var watcher = Path.Combine(data, "watcher.js");
        File.WriteAllText(watcher, Watcher);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var (port, queues, tables) = (FreePort(), FreePort(), FreePort());
        var start = new ProcessStartInfo(
            "node",
            [
                watcher,
                "--silent",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--location",
                data,
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                $"{port}",
                "--queueHost",
                "127.0.0.1",
                "--queuePort",
                $"{queues}",
                "--tableHost",
                "127.0.0.1",
                "--tablePort",
                $"{tables}",
            ]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data,
        };
        start.Environment["AZURITE_MAIN"] = main;
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{key}";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(process, data);
        return Answers(process, port) ? (new AzuriteServer(process, port, (queues, tables), key), null) : (null, "Azurite does not answer");
    }

    private static string? Install(string folder, string main)
    {
        try
        {
            if (Run("node", ["--version"], ".") != 0)
            {
                return "needs node";
            }

            Directory.CreateDirectory(folder);
            using var guard = new Mutex(false, "dataworth-azurite-install");
            guard.WaitOne(TimeSpan.FromMinutes(5));
            try
            {
                if (!File.Exists(main))
                {
                    File.WriteAllText(Path.Combine(folder, "package.json"), "{ \"private\": true }");
                    Run("npm", ["install", "--no-audit", "--no-fund", $"azurite@{Version}"], folder);
                }
            }
            finally
            {
                guard.ReleaseMutex();
            }

            return File.Exists(main) ? null : $"cannot install azurite@{Version} with npm";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "needs node and npm";
        }
    }

    private static int Run(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromMinutes(4)))
        {
            process.Kill(entireProcessTree: true);
            return -1;
        }

        return process.ExitCode;
    }

    private static bool Answers(Process process, int port)
    {
        for (var attempt = 0; attempt < 300 && !process.HasExited; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                process.WaitForExit(100);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Stop(Process process, string data)
    {
        try
        {
            process.Kill();
            process.WaitForExit(5_000);
            Directory.Delete(data, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The system's own cleaning takes what is left.
        }
    }
}
