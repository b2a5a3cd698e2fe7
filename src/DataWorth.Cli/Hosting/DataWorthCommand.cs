using System.CommandLine;

namespace DataWorth.Cli.Hosting;

/// <summary>A command with examples in its help, run on a worker thread so that Ctrl-C is always heard.</summary>
internal abstract class DataWorthCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines with what they do; the first is the one to copy.</summary>
    public abstract IReadOnlyList<CommandExample> Examples { get; }

    /// <summary>Whether it computes: then libtorch is loaded before it runs, and exit code 3 tells where that fails.</summary>
    public virtual bool UsesLibTorch => false;

    /// <summary>Whether what it has finished is kept in a store, so that the same command goes on after it was stopped.</summary>
    public virtual bool GoesOnFromStore => UsesLibTorch;

    /// <summary>What the help says after the examples; null for nothing.</summary>
    public virtual string? Note => null;

    /// <summary>What the help says at its end for what else was typed. Default: nothing.</summary>
    /// <param name="parseResult">What was typed.</param>
    /// <param name="console">Where it goes.</param>
    public virtual void WriteMoreHelp(ParseResult parseResult, CommandConsole console) { }

    /// <summary>A message of the library with options as they are typed. Default: as it is.</summary>
    public virtual string Typed(string message) => message;

    /// <summary>The exit code for a command line that is wrong.</summary>
    public virtual int BadInput => ExitCodes.BadInput;

    /// <summary>The exit code for an exception of <see cref="Run"/>.</summary>
    public virtual int ExitCodeOf(Exception exception) => ErrorText.ExitCodeOf(exception);

    /// <summary>Does the work.</summary>
    /// <param name="context">Options, streams, log and cancellation.</param>
    /// <returns>The exit code.</returns>
    public abstract int Run(CommandContext context);
}
