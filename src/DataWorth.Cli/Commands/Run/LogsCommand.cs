using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth logs': what shards did.</summary>
internal sealed class LogsCommand : DataWorthCommand
{
    private readonly RunArguments _run = new();
    private readonly Option<string?> _stage = new("--stage") { Description = "Only of this stage.", HelpName = "name" };
    private readonly Option<int?> _shard = NumberOption.Whole("--shard", "Only of this shard of the stage, from 0.", 0, int.MaxValue);

    /// <summary>Makes the command.</summary>
    public LogsCommand()
        : base("logs", "Show what became of every try of a run's shards: when, where, how long, how much memory, why it failed.")
    {
        _run.AddTo(this);
        Options.Add(_stage);
        Options.Add(_shard);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth logs", "of the newest run"), new("dataworth logs dw-3fa9c1 --stage logra/collect --shard 3", "of one shard")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = _run.Open(context);
        var folder = _run.Find(context, store);
        var stage = context.Get(_stage);
        if (stage is null && context.Get(_shard) is not null)
        {
            throw new UserErrorException("--shard is of a stage: give --stage too.");
        }

        if (stage is not null)
        {
            var shardsOfStage = folder.ReadPlan(context.CancellationToken).Get(stage).Shards;
            if (context.Get(_shard) is { } asked && asked >= shardsOfStage)
            {
                throw new UserErrorException(
                    $"Stage '{stage}' of run {folder.RunId} has {CountText.Of(shardsOfStage, "shard")}, there is none with number {asked}: give "
                        + $"--shard {(shardsOfStage == 1 ? "0" : $"0 to {shardsOfStage - 1}")}."
                );
            }
        }

        Func<int, bool>? shards = context.Get(_shard) is { } one ? shard => shard == one : null;
        var attempts = folder.Attempts(stage, shards, context.CancellationToken).OrderBy(attempt => attempt.Started).ToList();
        context.Write(new { Run = folder.RunId, Attempts = attempts }, output => Write(output, attempts));
        return ExitCodes.Success;
    }

    private static void Write(TextWriter output, List<ShardAttempt> attempts)
    {
        if (attempts.Count == 0)
        {
            output.WriteLine("No try is recorded: the results were in the store, or nothing has begun.");
        }

        attempts.ForEach(attempt => Write(output, attempt));
    }

    private static void Write(TextWriter output, ShardAttempt attempt)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{attempt.Started:u} {attempt.Stage} {attempt.Shard} on {attempt.Worker}: {attempt.Exit.ToString().ToLowerInvariant()} after {attempt.Seconds:0.000} s, "
                    + $"{attempt.PeakMemoryBytes / 1e6:0} MB at most{(attempt.Message is null ? "" : ": " + attempt.Message)}"
            )
        );
        foreach (var line in attempt.Log)
        {
            output.WriteLine("    " + line);
        }
    }
}
