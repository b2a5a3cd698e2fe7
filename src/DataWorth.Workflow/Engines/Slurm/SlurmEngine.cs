using System.Globalization;
using System.Text;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>Runs plans on a Slurm cluster: a job array for each stage, which waits for those of the stages before.</summary>
/// <remarks>Jobs are known by their name (the run) and their comment (stage and shards), never by their ids alone: a controller that was
/// lost and comes back may have forgotten the last seconds and give the same ids again. What is missing in the store and has no job is
/// submitted again, by whoever waits for the run.</remarks>
public sealed class SlurmEngine(SlurmEngineOptions options, EngineContext context) : IEngine
{
    private const int MostSubmissions = 5;
    private const int LooksBeforeNodesAreNamed = 12;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, int> _submissions = new(StringComparer.Ordinal);
    private int _idleLooks;

    /// <summary>The row of the table.</summary>
    public static EngineDescription Description { get; } =
        EngineDescription.Of<SlurmEngineOptions>(
            "slurm",
            "a Slurm cluster: job arrays; the store must be on a disk that all nodes have, or in the cloud",
            new EngineCapabilities(Detaches: true, NeedsSharedStore: true, NeedsWorkers: false),
            (options, context) => new SlurmEngine(options, context)
        ) with
        {
            Render = (options, context, folder, plan, cancellationToken) =>
                SlurmScript.Render(folder, plan, (SlurmEngineOptions)options, context, cancellationToken),
        };

    /// <inheritdoc/>
    public async Task SubmitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        new ShardRecords(folder.Store).Heal(plan, cancellationToken);
        await RepeatAsync(() => StepAsync(folder, plan, cancellationToken), _ => true, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task WaitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) =>
        RepeatAsync(() => StepAsync(folder, plan, cancellationToken), isComplete => isComplete, cancellationToken);

    /// <summary>Looks at the run, and submits what is missing and has no job.</summary>
    /// <returns>Whether the run is complete.</returns>
    private async Task<bool> StepAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        // Jobs first: what a job has ended is in the store before it leaves the queue.
        var jobs = await SlurmCommands.JobsAsync(folder.RunId, cancellationToken).ConfigureAwait(false);
        var status = RunStatus.Read(folder, plan, cancellationToken);
        context.Progress?.Report(status.Present, status.Shards);
        if (status.State == RunState.Complete)
        {
            return true;
        }

        var isBegun = _submissions.Count > 0 || jobs.Any(job => job.IsActive);
        if (status.State != RunState.Unfinished && isBegun && !jobs.Any(job => job.IsActive))
        {
            RunWatch.Explain(folder, status);
        }

        foreach (var job in jobs.Where(job => job.State == "PENDING"))
        {
            await SlurmCommands.HurryAsync(job, cancellationToken).ConfigureAwait(false);
        }

        _idleLooks = Waits(jobs) ? _idleLooks + 1 : 0;
        if (
            _idleLooks % LooksBeforeNodesAreNamed == LooksBeforeNodesAreNamed - 1
            && await ClosedNodesAsync(jobs, cancellationToken).ConfigureAwait(false) is { } closed
        )
        {
            context.Progress?.Say(closed);
        }

        if (status.State == RunState.Unfinished || !isBegun)
        {
            await CompleteAsync(folder, plan, jobs, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    /// <inheritdoc/>
    public async Task<EngineView> ViewAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            var jobs = await SlurmCommands.JobsAsync(folder.RunId, cancellationToken).ConfigureAwait(false);
            var closed = await ClosedNodesAsync(jobs, cancellationToken).ConfigureAwait(false);
            return new EngineView(
                jobs.Count > 0,
                !jobs.Any(job => job.IsActive),
                [
                    .. jobs.GroupBy(job => (job.Stage, job.State, job.Reason))
                        .Select(group =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{group.Key.Stage}: {group.Count()} {group.Key.State.ToLowerInvariant()} ({group.Key.Reason}), job {group.First().Array}"
                            )
                        ),
                    .. closed is null ? Array.Empty<string>() : [closed],
                ]
            );
        }
        catch (SlurmException exception)
        {
            return new EngineView(Knows: false, IsOver: false, [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public Task CancelAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) =>
        SlurmCommands.CancelAsync(folder.RunId, cancellationToken);

    /// <inheritdoc/>
    public Task PurgeAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) => Task.CompletedTask; // it forgets by itself

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Submits what is missing in the store and has no job.</summary>
    private async Task CompleteAsync(RunFolder folder, Plan plan, IReadOnlyList<SlurmJob> jobs, CancellationToken cancellationToken)
    {
        ShardRecords records = new(folder.Store);
        Dictionary<string, List<string>> waitedFor = new(StringComparer.Ordinal);
        foreach (var stage in plan.Stages)
        {
            var present = records.Present(stage, cancellationToken);
            if (present.Count == stage.Shards)
            {
                continue;
            }

            var active = jobs.Where(job => job.IsActive && job.Stage == stage.Name).ToList();
            var covered = active.SelectMany(Covers).ToHashSet();
            List<string> ids = [.. active.Select(job => job.Array).Distinct()];
            List<int> missing = [.. Enumerable.Range(0, stage.Shards).Where(shard => !present.Contains(shard) && !covered.Contains(shard))];
            foreach (var part in missing.GroupBy(shard => shard / options.ArraySize))
            {
                var before = stage.After.SelectMany(name => waitedFor.GetValueOrDefault(name, [])).Distinct().ToList();
                ids.Add(
                    await SubmitAsync(folder, stage, [.. part], part.Key * options.ArraySize, before, cancellationToken)
                        .ConfigureAwait(false)
                );
            }

            waitedFor[stage.Name] = ids;
        }
    }

    private async Task<string> SubmitAsync(
        RunFolder folder,
        PlanStage stage,
        IReadOnlyList<int> shards,
        int first,
        IReadOnlyList<string> before,
        CancellationToken cancellationToken
    )
    {
        var tries = _submissions[stage.Name] = _submissions.GetValueOrDefault(stage.Name) + 1;
        if (tries > MostSubmissions)
        {
            Throw.RunFailed(
                $"The jobs of stage '{stage.Name}' of run {folder.RunId} ended {MostSubmissions} times without a result, and none says why in the store. "
                    + $"What they printed is in '{Path.Combine(Path.GetFullPath(options.Logs), folder.RunId)}'."
            );
        }

        Directory.CreateDirectory(Path.Combine(options.Logs, folder.RunId));
        SlurmComment comment = new(stage.Name, ShardList.Write(shards), Guid.NewGuid().ToString("n")[..8]);
        var arguments = SlurmScript.Arguments(
            folder,
            stage,
            ShardList.Write([.. shards.Select(shard => shard - first)]),
            Encoding.UTF8.GetString(CanonicalJson.Write(comment)),
            before,
            options
        );
        return await SlurmCommands
            .SubmitAsync(arguments, SlurmScript.Of(folder, stage, first, options, context), cancellationToken)
            .ConfigureAwait(false);
    }

    private static bool Waits(IReadOnlyList<SlurmJob> jobs) =>
        jobs.Any(job => job.State == "PENDING") && !jobs.Any(job => job.IsActive && job.State != "PENDING");

    // Slurm takes a node out of service by itself (a controller that was lost gives an id again whose task the node still knows), and never
    // puts it back: a run would wait for ever without a word.
    private async Task<string?> ClosedNodesAsync(IReadOnlyList<SlurmJob> jobs, CancellationToken cancellationToken)
    {
        if (!Waits(jobs))
        {
            return null;
        }

        try
        {
            var closed = await SlurmCommands.ClosedNodesAsync(options.Partition, cancellationToken).ConfigureAwait(false);
            return closed.Count == 0
                ? null
                : $"Tasks wait and none runs; nodes that take none: {string.Join("; ", closed)}. Where they are well, an operator puts "
                    + "them back: 'scontrol update NodeName=NAME State=RESUME'.";
        }
        catch (SlurmException)
        {
            return null; // no more than a hint: a run does not fail for want of it
        }
    }

    // Array tasks are listed one by one: a task covers the shard of its index, relative to the array's first.
    private IEnumerable<int> Covers(SlurmJob job) =>
        int.TryParse(job.Id.Split('_')[^1], CultureInfo.InvariantCulture, out var task)
            ? [task + (int.Parse(job.Shards.Split('-', ',')[0], CultureInfo.InvariantCulture) / options.ArraySize * options.ArraySize)]
            : [];

    // A controller that is down for a while is waited for; what it forgot is seen at the next look.
    private async Task RepeatAsync(Func<Task<bool>> step, Func<bool, bool> isEnd, CancellationToken cancellationToken)
    {
        DateTimeOffset? since = null;
        while (true)
        {
            try
            {
                if (isEnd(await step().ConfigureAwait(false)))
                {
                    return;
                }

                since = null;
            }
            catch (SlurmException exception)
            {
                if (exception.IsMissing)
                {
                    throw new EngineMissingException(exception.Message);
                }

                since ??= TimeProvider.System.GetUtcNow();
                if (exception.IsPermanent || TimeProvider.System.GetUtcNow() - since > s_patience)
                {
                    Throw.RunFailed(exception.Message);
                }

                context.Progress?.Say($"{exception.Message} It is asked again.");
            }

            await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), cancellationToken).ConfigureAwait(false);
        }
    }
}
