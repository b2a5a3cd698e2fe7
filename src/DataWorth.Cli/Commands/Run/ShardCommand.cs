using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Stages;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth shard': one shard of a plan, which is what every engine runs.</summary>
internal sealed class ShardCommand : DataWorthCommand
{
    private readonly IReadOnlyList<TaskDescription> _tasks;
    private readonly Option<string> _plan = new("--plan", "-p")
    {
        Description = "Digest of the plan, its beginning, or the run.",
        HelpName = "digest",
        Required = true,
    };
    private readonly Option<string?> _stage = new("--stage") { Description = "Name of the stage.", HelpName = "name" };
    private readonly Option<int?> _shard = NumberOption.Whole(
        "--shard",
        "Index of the shard from 0. Default: what JOB_COMPLETION_INDEX or SLURM_ARRAY_TASK_ID say; 0 where there is one shard alone.",
        0,
        int.MaxValue
    );
    private readonly Option<string?> _shards = new("--shards")
    {
        Description =
            "Shards such as 0-3,7 of which --shard, or what it is by default, is the place from 0: those that a job array is for.",
        HelpName = "list",
    };
    private static readonly string[] s_variables = ["JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID"];

    private readonly Option<bool> _serve = new("--serve")
    {
        Description =
            "Compute shards as they are asked for on standard input, one line 'STAGE<tab>SHARD' each; answer each with a line of JSON.",
    };
    private readonly Option<string> _store = Fit.StoreOption.Create();

    /// <summary>Makes the command.</summary>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    public ShardCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            "shard",
            "Compute one shard of a stage of a plan, unless the store has it. Engines do this; it also tries a failed shard alone."
        )
    {
        _tasks = tasks;
        Options.Add(_plan);
        Options.Add(_stage);
        Options.Add(_shard);
        Options.Add(_shards);
        Options.Add(_serve);
        Options.Add(_store);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth shard --plan 3fa9c1 --stage logra/collect --shard 3", "the fourth shard of the gradients")];

    /// <inheritdoc/>
    public override string Note =>
        "Exit codes: 0 in the store; 65 cannot succeed; 75 may succeed the next time; 130 stopped, or the run was cancelled.";

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int BadInput => (int)ShardExit.Permanent;

    /// <summary>As of a shard's own failure: another plan, stage or shard is asked for than there is, or the store cannot be read.</summary>
    public override int ExitCodeOf(Exception exception) =>
        ErrorText.ExitCodeOf(exception) == ExitCodes.Cancelled ? ExitCodes.Cancelled
        : PipelineWork.CannotSucceed(exception) ? (int)ShardExit.Permanent
        : (int)ShardExit.Transient;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        if (context.Get(_plan) is { } given && string.IsNullOrWhiteSpace(given))
        {
            throw new UserErrorException("--plan is empty, expected the digest of a plan or the name of a run.");
        }

        using var store = Fit.StoreOption.Open(context, _store);
        var folder = RunFolder.Find(store, context.Get(_plan), context.CancellationToken);
        var plan = folder.ReadPlan(context.CancellationToken);
        using PipelineWork work = new(store, new StageJson(_tasks), log: context.Log);
        ShardRunner runner = new(folder, plan, work) { Parent = TelemetryExport.Parent };
        if (context.Get(_serve))
        {
            ShardLines.Serve(runner, Console.In, context.Console.Output, context.CancellationToken);
            return ExitCodes.Success;
        }

        if (context.Get(_stage) is not { } name)
        {
            throw new UserErrorException("--stage is missing: it names the stage whose shard is computed.");
        }

        var stage = plan.Get(name);
        var list = context.Get(_shards);
        var index = context.Get(_shard) ?? Place(stage, list is null ? stage.Shards : ShardList.Count(list));
        if (list is not null)
        {
            index = ShardList.At(list, index);
        }

        var outcome = runner.Run(name, index, context.CancellationToken);
        context.Write(
            new
            {
                Run = plan.RunId,
                Stage = name,
                Shard = index,
                outcome.Exit,
                outcome.WasThere,
                outcome.Message,
            },
            output => output.WriteLine(outcome.Message ?? $"{stage.Describe(index)}: {(outcome.WasThere ? "was there" : "done")}")
        );
        return (int)outcome.Exit;
    }

    // The place among so many: what the job says, or the only one.
    private static int Place(PlanStage stage, long places)
    {
        List<(string Name, int Index)> said =
        [
            .. s_variables
                .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
                .Where(variable => variable.Value is not null)
                .Select(variable => (variable.Name, IndexOf(variable.Name, variable.Value!))),
        ];
        if (said.Select(variable => variable.Index).Distinct().Count() > 1)
        {
            throw new UserErrorException(
                string.Join(" and ", said.Select(variable => FormattableString.Invariant($"{variable.Name} is {variable.Index}")))
                    + ", expected one index. Unset one of them, or give --shard."
            );
        }

        return said.Count > 0 ? said[0].Index
            : places == 1 ? 0
            : throw new UserErrorException(
                FormattableString.Invariant($"Nothing says which of the {places} shards of stage '{stage.Name}' is meant: ")
                    + FormattableString.Invariant($"give --shard 0 to {places - 1}, or set {string.Join(" or ", s_variables)}.")
            );
    }

    private static int IndexOf(string variable, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw new UserErrorException($"{variable} is '{text}', expected the index of a shard from 0. Set it, or give --shard.");
}
