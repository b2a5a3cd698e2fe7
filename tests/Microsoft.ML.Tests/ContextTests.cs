using Microsoft.ML.Runtime;

namespace Microsoft.ML.Tests;

public sealed class ContextTests
{
    private readonly MLContext _context = new(1);
    private readonly List<LoggingEventArgs> _messages = [];

    public ContextTests() => _context.Log += (_, message) => _messages.Add(message);

    [Fact]
    public void Channel_SendsItsMessagesToTheLog_WithSourceAndKind()
    {
        IHost host = ((IHostEnvironment)_context).Register("Attribution");
        using (IChannel channel = host.Start("Fit"))
        {
            channel.Info(MessageSensitivity.None, "Read {0} rows in {1:0.0} s", 3, 1.25);
            channel.Warning(MessageSensitivity.UserData, "100 % {of} braces");
            channel.Error(MessageSensitivity.Schema, "bad");
        }

        Assert.Equal(["Channel started", "Read 3 rows in 1.3 s", "100 % {of} braces", "bad"], _messages.SkipLast(1).Select(message => message.RawMessage));
        Assert.StartsWith("Channel finished. Elapsed 00:00:0", _messages[^1].RawMessage, StringComparison.Ordinal);
        Assert.Equal("[Source=Attribution; Fit, Kind=Info] Read 3 rows in 1.3 s", _messages[1].Message);
        Assert.Equal("Attribution; Fit", _messages[1].Source);
        Assert.Equal(
            [ChannelMessageKind.Trace, ChannelMessageKind.Info, ChannelMessageKind.Warning, ChannelMessageKind.Error, ChannelMessageKind.Trace],
            _messages.Select(message => message.Kind));
    }

    [Fact]
    public void QuietHost_SendsWarningsAndErrorsOnly()
    {
        IHost host = ((IHostEnvironment)_context).Register("Quiet", verbose: false);
        using (IChannel channel = host.Start("Work"))
        {
            channel.Info(MessageSensitivity.None, "nothing");
            channel.Warning(MessageSensitivity.None, "something");
        }

        Assert.Equal(["something"], _messages.Select(message => message.RawMessage));
    }

    [Fact]
    public void ClosedChannel_IsRefused()
    {
        IChannel channel = ((IHostEnvironment)_context).Start("Work");
        channel.Dispose();
        channel.Dispose();

        Assert.Throws<ObjectDisposedException>(() => channel.Info(MessageSensitivity.None, "late"));
        Assert.Equal(2, _messages.Count);
    }

    [Fact]
    public void PipeOfChannelMessages_IsAChannel_AndOthersTakeTheirMessages()
    {
        IHostEnvironment environment = _context;
        using (IPipe<ChannelMessage> channel = environment.StartPipe<ChannelMessage>("Work"))
            Assert.IsAssignableFrom<IChannel>(channel);
        IPipe<int> pipe = environment.StartPipe<int>("Numbers");
        pipe.Send(3);
        pipe.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pipe.Send(4));
        Assert.Equal("Numbers", pipe.ContextDescription);
    }

    [Fact]
    public void Progress_IsSeenInTheLog_AtEveryCheckpointAndAtTheEnd()
    {
        double done = 0;
        using (IProgressChannel progress = ((IHostEnvironment)_context).StartProgressChannel("Training"))
        {
            progress.SetHeader(new ProgressHeader(["Loss"], ["epochs", "examples"]), entry =>
            {
                entry.SetProgress(0, done, 10);
                entry.SetMetric(0, 0.125);
            });
            progress.Checkpoint(0.5, 1, 200, 10);
            progress.Checkpoint(null, 2);
            using (IProgressChannel inner = progress.StartProgressChannel("Validation"))
                inner.Checkpoint();
            done = 10;
        }

        Assert.All(_messages, message => Assert.Equal(ChannelMessageKind.Trace, message.Kind));
        Assert.Equal(
            ["Started.", "Checkpoint. 1/10 epochs, 200 examples, Loss: 0.5", "Checkpoint. 2 epochs", "Started.", "Checkpoint.", "Finished.", "Finished. 10/10 epochs, Loss: 0.125"],
            _messages.Select(message => message.RawMessage));
        Assert.Equal("Training; Validation", _messages[3].Source);
    }

    [Fact]
    public void Progress_RefusesWhatTheHeaderDoesNotName()
    {
        using IProgressChannel progress = ((IHostEnvironment)_context).StartProgressChannel("Training");
        progress.SetHeader(new ProgressHeader("epochs"), entry => entry.SetProgress(0, 1, double.NaN));

        Assert.StartsWith(
            "The header names 0 metrics and 1 units of progress, which allow 2 values, got 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => progress.Checkpoint(1, 2, 3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Randomness_FollowsTheSeedOfContextOrHost()
    {
        Assert.Equal(Draw(new MLContext(3)), Draw(new MLContext(3)));
        Assert.NotEqual(Draw(new MLContext(3)), Draw(new MLContext(4)));
        IHostEnvironment one = new MLContext(3);
        IHostEnvironment two = new MLContext(4);
        Assert.Equal(one.Register("A", seed: 5).Rand.Next(), two.Register("B", seed: 5).Rand.Next());

        static int[] Draw(IHostEnvironment environment) => [environment.Register("A").Rand.Next(), environment.Register("A").Rand.Next()];
    }

    [Fact]
    public void Process_MarksAnExceptionWithItsContext()
    {
        IHost host = ((IHostEnvironment)_context).Register("Attribution").Register("Logra");
        var error = new InvalidOperationException("x");

        Assert.Same(error, host.Process(error));
        Assert.Equal("Attribution; Logra", error.Data["ContextDescription"]);
        Assert.Null(((IHostEnvironment)_context).ContextDescription);
    }

    [Fact]
    public void Defaults_AreThoseOfThePackage()
    {
        Assert.False(_context.FallbackToCpu);
        Assert.Null(_context.GpuDeviceId);
        Assert.Equal(Path.GetTempPath(), _context.TempFilePath);
        Assert.Same(_context.ComponentCatalog, ((IHostEnvironment)_context).Register("A").ComponentCatalog);
    }
}
