using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using DataWorth.Models.Data;

namespace DataWorth.Models.Tests.Data;

/// <summary>Downloads from a real HTTP server on this machine.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();
    private readonly HttpListener _server = new();
    private readonly Uri _address;
    private readonly byte[] _content = new byte[300_000];
    private readonly List<string?> _ranges = [];
    private int _breakAfter = int.MaxValue;
    private bool _ignoreRanges;
    private int _status;

    public DownloadTests()
    {
        new Random(1).NextBytes(_content);
        for (var port = 20_000 + (Environment.ProcessId % 20_000); ; port++)
        {
            try
            {
                _server.Prefixes.Clear();
                _server.Prefixes.Add($"http://localhost:{port}/");
                _server.Start();
                _address = new Uri($"http://localhost:{port}/values.gz");
                break;
            }
            catch (HttpListenerException)
            {
                // The port is taken: try the next.
            }
        }

        _ = Task.Run(ServeAsync);
    }

    private DataFile Requested => new("set/values.gz", _address, Convert.ToHexStringLower(SHA256.HashData(_content)));

    private string Cached => Path.Combine(_directory.Path, "set", "values.gz");

    private string Partial => Cached + ".partial";

    public void Dispose()
    {
        _server.Close();
        _directory.Dispose();
    }

    [Fact]
    public async Task Download_LandsInTheCache_AndIsNotRepeated()
    {
        List<DownloadProgress> reports = [];
        Assert.Equal(Cached, await Locator().LocateAsync(Requested, new Recorder(reports)));
        Assert.Equal(_content, await File.ReadAllBytesAsync(Cached));
        Assert.False(File.Exists(Partial));
        Assert.Equal((300_000, 300_000), (reports[^1].BytesReceived, reports[^1].TotalBytes));
        Assert.Equal(Cached, await Locator().LocateAsync(Requested));
        Assert.Single(_ranges);
    }

    [Fact]
    public async Task PartialFile_IsResumedByRange()
    {
        _directory.Write("set/values.gz.partial", _content[..123_456]);
        await Locator().LocateAsync(Requested);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Cached));
        Assert.Equal(["bytes=123456-"], _ranges);
    }

    [Fact]
    public async Task PartialFile_IsFetchedAnew_IfTheServerKnowsNoRanges()
    {
        _ignoreRanges = true;
        _directory.Write("set/values.gz.partial", new byte[123_456]);
        await Locator().LocateAsync(Requested);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Cached));
    }

    [Fact]
    public async Task CompletePartialFile_IsAccepted()
    {
        _directory.Write("set/values.gz.partial", _content);
        await Locator().LocateAsync(Requested);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Cached));
    }

    [Fact]
    public async Task BrokenConnection_GoesOnWhereItBroke()
    {
        _breakAfter = 131_072;
        await Locator().LocateAsync(Requested);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Cached));
        Assert.True(_ranges.Count > 1);
        Assert.Null(_ranges[0]);
        Assert.All(_ranges.Skip(1), range => Assert.StartsWith("bytes=", range, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WrongChecksum_IsRefusedAndDeleted()
    {
        var file = Requested with { Sha256 = new string('a', 64) };
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Locator().LocateAsync(file));
        Assert.Equal(
            $"The download of 'set/values.gz' from {_address} has the SHA-256 {Requested.Sha256}, expected {file.Sha256}. It was deleted. "
                + "Try again; if it happens again, the address serves another file: do not use it.",
            exception.Message
        );
        Assert.False(File.Exists(Cached));
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task RefusingServer_IsAnErrorWithItsAnswer()
    {
        _status = 404;
        var exception = await Assert.ThrowsAsync<DataUnavailableException>(() => Locator().LocateAsync(Requested));
        Assert.StartsWith(
            $"Could not download 'set/values.gz' from {_address}: the server answered 404",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"Put the file at '{Cached}', or name a directory that has 'set/values.gz' in DATAWORTH_DATA.",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Single(_ranges);
    }

    [Fact]
    public async Task WithoutNetwork_TheErrorGivesAddressAndPlace()
    {
        _server.Stop();
        var exception = await Assert.ThrowsAsync<DataUnavailableException>(() => Locator().LocateAsync(Requested));
        Assert.StartsWith($"Could not download 'set/values.gz' from {_address}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Cached, exception.Message, StringComparison.Ordinal);
        Assert.IsType<HttpRequestException>(exception.InnerException);
    }

    [Fact]
    public async Task Cancellation_StopsTheDownload()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Locator().LocateAsync(Requested, null, source.Token));
        Assert.False(File.Exists(Cached));
    }

    private DataLocator Locator() => new(new() { CacheDirectory = _directory.Path, DownloadTimeout = TimeSpan.FromSeconds(10) });

    private async Task ServeAsync()
    {
        while (_server.IsListening)
        {
            var context = await _server.GetContextAsync();
            var range = context.Request.Headers["Range"];
            _ranges.Add(range);
            try
            {
                Answer(context.Response, range);
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The client has gone.
            }
        }
    }

    private void Answer(HttpListenerResponse response, string? range)
    {
        var start = range is null || _ignoreRanges ? 0 : int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        response.StatusCode =
            _status != 0 ? _status
            : start >= _content.Length ? 416
            : start > 0 ? 206
            : 200;
        if (response.StatusCode >= 400)
        {
            response.Close();
            return;
        }

        if (start > 0)
        {
            response.AddHeader("Content-Range", $"bytes {start}-{_content.Length - 1}/{_content.Length}");
        }

        response.ContentLength64 = _content.Length - start;
        var length = Math.Min(_breakAfter, _content.Length - start);
        response.OutputStream.Write(_content, start, length);
        response.OutputStream.Flush();
        if (length < _content.Length - start)
        {
            response.Abort();
            return;
        }

        response.Close();
    }

    private sealed class Recorder(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }
}
