using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataWorth.Tests.Shared.Browser;

/// <summary>A headless Chromium of its own, driven over the DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private int _lastId;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Where Chromium is, or null.</summary>
    public static string? Path { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);

    /// <summary>Every event received so far, in order.</summary>
    public List<JsonNode> Events { get; } = [];

    /// <summary>Starts a browser and connects to it.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("dataworth-chromium-").FullName;
        ProcessStartInfo start = new(Path!)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            $"--user-data-dir={profile}",
            "about:blank",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        Chromium browser = new(Process.Start(start)!, profile);
        try
        {
            using CancellationTokenSource timeout = new(s_limit);
            const string Announcement = "DevTools listening on ";
            string? line;
            do
            {
                line =
                    await browser._process.StandardError.ReadLineAsync(timeout.Token)
                    ?? throw new InvalidOperationException("Chromium ended before it announced its DevTools address.");
            } while (!line.StartsWith(Announcement, StringComparison.Ordinal));

            // Its chatter must be read, or the pipe fills and it stops.
            _ = browser._process.StandardError.ReadToEndAsync(CancellationToken.None);
            _ = browser._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await browser._socket.ConnectAsync(new Uri(line[Announcement.Length..].Trim()), timeout.Token);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and waits for its answer; events that arrive meanwhile are kept in <see cref="Events"/>.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        var id = ++_lastId;
        JsonObject message = new()
        {
            ["id"] = id,
            ["method"] = method,
            ["params"] = parameters ?? [],
        };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        using CancellationTokenSource timeout = new(s_limit);
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(message.ToJsonString()),
            WebSocketMessageType.Text,
            endOfMessage: true,
            timeout.Token
        );
        while (true)
        {
            var answer = await ReceiveAsync(timeout.Token);
            if ((int?)answer["id"] == id)
            {
                return answer["error"] is { } error
                    ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}")
                    : answer["result"]!;
            }

            Events.Add(answer);
        }
    }

    /// <summary>Waits until an event arrives.</summary>
    public async Task WaitForAsync(string method)
    {
        using CancellationTokenSource timeout = new(s_limit);
        while (!Events.Any(entry => (string?)entry["method"] == method))
        {
            Events.Add(await ReceiveAsync(timeout.Token));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        TemporaryFolder.Remove(_profile);
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using MemoryStream message = new();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer, 0, received.Count);
        } while (!received.EndOfMessage);

        message.Position = 0;
        return JsonNode.Parse(message) ?? throw new JsonException("DevTools sent an empty message.");
    }
}
