using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Progress;

/// <summary>Shows how far a command is: bars on a terminal, lines elsewhere; both with rate and remaining time.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>The display that suits a console; its log is told how long stages take.</summary>
    public static ProgressDisplay For(CommandConsole console, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        ProgressDisplay display = console.IsInteractive
            ? new BarDisplay(console.Messages, clock)
            : new LineDisplay(console.Messages, clock);
        return new LoggedDisplay(display, console.Log, clock);
    }

    /// <summary>Shows nothing.</summary>
    public static ProgressDisplay None { get; } = new SilentDisplay();

    /// <summary>Runs work that may begin stages.</summary>
    public abstract T Run<T>(Func<T> work);

    /// <summary>Begins a stage.</summary>
    /// <param name="name">What is being done.</param>
    /// <param name="unit">What is counted, in the plural; "" where the units take unlike times: rate and remaining time are then left to
    /// the details.</param>
    /// <param name="total">How many there are; at least 1.</param>
    public abstract IProgressStage Begin(string name, string unit, long total);
}
