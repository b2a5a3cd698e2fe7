using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Tests.Serve;

/// <summary>'dataworth serve' inside the test process, on a free port.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly CancellationTokenSource _stop;
    private readonly Task<int> _command;
    private readonly FirstDocument _output;
    private readonly StringWriter _messages;

    private RunningServer(CancellationTokenSource stop, Task<int> command, FirstDocument output, StringWriter messages, Uri page)
    {
        (_stop, _command, _output, _messages, Page) = (stop, command, output, messages, page);
        Client = new() { BaseAddress = page, Timeout = s_limit };
    }

    /// <summary>The address of the page.</summary>
    public Uri Page { get; }

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; }

    /// <summary>All that it printed.</summary>
    public string Printed => _output.Text + _messages;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<RunningServer> StartAsync(params string[] arguments)
    {
        FirstDocument output = new();
        StringWriter messages = new();
        CancellationTokenSource stop = new();
        var command = CommandApplication.RunAsync(
            ["serve", "--port", "0", "--json", .. arguments],
            CommandConsole.OfWriters(output, messages),
            stop.Token
        );
        await Task.WhenAny(command, output.Written).WaitAsync(s_limit);
        Assert.True(output.Written.IsCompleted, messages.ToString());
        var page = (string)JsonNode.Parse(output.Text)!["page"]!;
        return new(stop, command, output, messages, new(page));
    }

    /// <summary>Asks and waits for the whole answer.</summary>
    public Task<HttpResponseMessage> AskAsync(object question) => Client.PostAsJsonAsync("/api/ask", question);

    /// <summary>The events of an answer.</summary>
    public async Task<List<JsonElement>> EventsAsync(object question)
    {
        using var response = await AskAsync(question);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>Stops it as Ctrl-C does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _command.WaitAsync(s_limit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
        await _output.DisposeAsync();
        await _messages.DisposeAsync();
    }

    // Says when the document that the command begins with is whole: it is flushed then.
    private sealed class FirstDocument : StringWriter
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public string Text { get; private set; } = "";

        public override void Flush()
        {
            Text = ToString();
            _written.TrySetResult();
        }
    }
}
