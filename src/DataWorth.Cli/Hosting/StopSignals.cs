using System.Runtime.InteropServices;

namespace DataWorth.Cli.Hosting;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation; a second one, or a command that does not stop in time, ends the process.</summary>
internal sealed partial class StopSignals : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _giveUp;

    /// <summary>Begins to listen.</summary>
    /// <param name="cancellationToken">Stops too.</param>
    /// <param name="giveUp">Says that the command did not stop in time, with the exit code that follows.</param>
    public StopSignals(CancellationToken cancellationToken, Action<int> giveUp)
    {
        _giveUp = giveUp;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCodes.Cancelled)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCodes.Terminated)),
        ];
    }

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code of a command that was stopped: that of the signal.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Cancelled;

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        ExitCode = exitCode;
        _stop.Cancel();
        _ = Task.Delay(s_patience).ContinueWith(_ => End(exitCode), TaskScheduler.Default);
    }

    // Without the endings of libraries: threads of libtorch may be in the middle of a product, and what it frees under them ends in an abort.
    private void End(int exitCode)
    {
        _giveUp(exitCode);
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(exitCode);
        }

        Exit(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int exitCode);
}
