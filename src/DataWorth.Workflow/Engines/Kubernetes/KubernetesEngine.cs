using System.Globalization;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using k8s.Models;

namespace DataWorth.Workflow.Engines.Kubernetes;

/// <summary>Runs plans on Kubernetes: an Indexed Job for each stage, made when the stages that it needs are complete.</summary>
/// <remarks>Kubernetes knows no order of Jobs, so that somebody must wait: this driver, which keeps nothing and can be begun again at any
/// time, also twice. A Job that is there is joined; one that is over while shards are missing is replaced when the run is begun
/// again.</remarks>
public sealed class KubernetesEngine(KubernetesEngineOptions options, EngineContext context) : IEngine
{
    private const int MostJobs = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Lazy<KubernetesApi> _api = new(() => new KubernetesApi(options));
    private readonly Dictionary<string, (int Jobs, int Missing)> _made = new(StringComparer.Ordinal);

    /// <summary>The row of the table.</summary>
    public static EngineDescription Description { get; } =
        EngineDescription.Of<KubernetesEngineOptions>(
            "kubernetes",
            "a Kubernetes cluster: an Indexed Job for each stage; the store must be in the cloud, or on a volume that all pods have",
            new EngineCapabilities(Detaches: false, NeedsSharedStore: true, NeedsWorkers: false),
            (options, context) => new KubernetesEngine(options, context)
        ) with
        {
            Render = (options, context, folder, plan, cancellationToken) =>
                KubernetesJob.Render(folder, plan, (KubernetesEngineOptions)options, context, cancellationToken),
        };

    /// <inheritdoc/>
    public async Task SubmitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        if (options.VolumeClaim is null && !context.StoreAddress.Contains("://", StringComparison.Ordinal))
        {
            Throw.StoreOfOneMachine(context.StoreAddress);
        }

        ShardRecords records = new(folder.Store);
        records.Heal(plan, cancellationToken);
        try
        {
            // Jobs first: what a Job has ended is in the store before it is over.
            var jobs = await _api.Value.JobsAsync(folder.RunId, cancellationToken).ConfigureAwait(false);
            foreach (var stage in plan.Stages)
            {
                if (
                    jobs.TryGetValue(KubernetesJob.NameOf(plan, stage), out var job)
                    && Condition(job) is not null
                    && records.Missing(stage, cancellationToken).Count > 0
                )
                {
                    await _api.Value.DeleteAsync(job, cancellationToken).ConfigureAwait(false);
                }
            }

            await StepAsync(folder, plan, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException exception)
        {
            Throw.RunFailed(exception.Message);
        }
    }

    /// <inheritdoc/>
    public async Task WaitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        DateTimeOffset? since = null;
        while (true)
        {
            try
            {
                if (await StepAsync(folder, plan, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                since = null;
            }
            catch (KubernetesException exception)
            {
                since ??= TimeProvider.System.GetUtcNow();
                if (exception.IsPermanent || TimeProvider.System.GetUtcNow() - since > s_patience)
                {
                    Throw.RunFailed($"{exception.Message} The same command goes on where it was.");
                }

                context.Progress?.Say($"{exception.Message} It is asked again.");
            }

            await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<EngineView> ViewAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            var jobs = await _api.Value.JobsAsync(folder.RunId, cancellationToken).ConfigureAwait(false);
            var pods = await PodLinesAsync(folder, cancellationToken).ConfigureAwait(false);
            return new EngineView(
                jobs.Count > 0,
                jobs.Values.All(job => Condition(job) is not null),
                [.. jobs.Values.OrderBy(job => job.CreationTimestamp()).Select(Line), .. pods]
            );
        }
        catch (KubernetesException exception)
        {
            return new EngineView(Knows: false, IsOver: false, [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public Task CancelAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) =>
        DeleteAsync(folder, _ => true, cancellationToken);

    /// <inheritdoc/>
    public Task PurgeAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) =>
        DeleteAsync(folder, job => Condition(job) is not null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_api.IsValueCreated)
        {
            _api.Value.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Looks at the run, and makes the Jobs whose time has come.</summary>
    /// <returns>Whether the run is complete.</returns>
    private async Task<bool> StepAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        var jobs = await _api.Value.JobsAsync(folder.RunId, cancellationToken).ConfigureAwait(false);
        ShardRecords records = new(folder.Store);
        var missing = plan.Stages.ToDictionary(stage => stage.Name, stage => records.Missing(stage, cancellationToken));
        var count = missing.Values.Sum(shards => (long)shards.Count);
        context.Progress?.Report(plan.ShardCount - count, plan.ShardCount);
        if (count == 0)
        {
            return true;
        }

        if (folder.IsCancelled(cancellationToken))
        {
            await CancelAsync(folder, plan, cancellationToken).ConfigureAwait(false);
            Throw.RunCancelled(folder.RunId);
        }

        foreach (
            var stage in plan.Stages.Where(stage => missing[stage.Name].Count > 0 && stage.After.All(name => missing[name].Count == 0))
        )
        {
            await StepAsync(folder, plan, stage, missing[stage.Name], jobs, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private async Task StepAsync(
        RunFolder folder,
        Plan plan,
        PlanStage stage,
        IReadOnlyList<int> missing,
        IReadOnlyDictionary<string, V1Job> jobs,
        CancellationToken cancellationToken
    )
    {
        if (!jobs.TryGetValue(KubernetesJob.NameOf(plan, stage), out var job))
        {
            await CreateAsync(folder, plan, stage, missing, cancellationToken).ConfigureAwait(false);
        }
        else if (Condition(job) is { Type: "Failed" } failed)
        {
            await ExplainAsync(folder, plan, stage, job, failed, cancellationToken).ConfigureAwait(false);
        }
        else if (Condition(job) is not null && job.DeletionTimestamp() is null)
        {
            // It had some of the shards, or what it made was removed since: the next look makes another one.
            await _api.Value.DeleteAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CreateAsync(
        RunFolder folder,
        Plan plan,
        PlanStage stage,
        IReadOnlyList<int> missing,
        CancellationToken cancellationToken
    )
    {
        // A Job may have been forgotten with its failure; one that brings nothing is not made for ever.
        var (made, before) = _made.GetValueOrDefault(stage.Name);
        var tries = made > 0 && missing.Count == before ? made + 1 : 1;
        if (made > 0 && RunStatus.Read(folder, plan, cancellationToken) is { State: RunState.Failed } status)
        {
            RunWatch.Explain(folder, status);
        }

        if (tries > MostJobs)
        {
            Throw.RunFailed(
                $"The Jobs '{KubernetesJob.NameOf(plan, stage)}' of stage '{stage.Name}' of run {folder.RunId} ended {MostJobs} "
                    + $"times without a result in {folder.Store.Description}. Do the pods see the same store? "
                    + $"'kubectl get jobs,pods -n {_api.Value.Namespace} -l "
                    + $"{KubernetesJob.RunLabel}={folder.RunId}' shows them."
            );
        }

        var job = KubernetesJob.Of(folder, plan, stage, missing, options, context);
        if (await _api.Value.CreateAsync(job, cancellationToken).ConfigureAwait(false))
        {
            _made[stage.Name] = (tries, missing.Count);
            context.Progress?.Say(
                string.Create(CultureInfo.InvariantCulture, $"Job '{job.Name()}' computes {job.Spec.Completions} shards of '{stage.Name}'.")
            );
        }
    }

    private async Task ExplainAsync(
        RunFolder folder,
        Plan plan,
        PlanStage stage,
        V1Job job,
        V1JobCondition failed,
        CancellationToken cancellationToken
    )
    {
        var status = RunStatus.Read(folder, plan, cancellationToken);
        if (status.Stages.Any(row => row.Failures.Count > 0))
        {
            RunWatch.Explain(folder, status);
        }

        // Killed for memory, no image, no node: the shards themselves could say nothing.
        var pods = await PodLinesAsync(folder, cancellationToken).ConfigureAwait(false);
        Throw.RunFailed(
            $"Job '{job.Name()}' of stage '{stage.Name}' of run {folder.RunId} failed "
                + $"({failed.Reason}: {failed.Message?.TrimEnd('.')}), "
                + $"and the store does not say why. {string.Join("; ", pods)}. What the pods printed: "
                + $"'kubectl logs -n {_api.Value.Namespace} job/{job.Name()}'. "
                + "The same command goes on where it was."
        );
    }

    private async Task DeleteAsync(RunFolder folder, Func<V1Job, bool> which, CancellationToken cancellationToken)
    {
        try
        {
            var jobs = await _api.Value.JobsAsync(folder.RunId, cancellationToken).ConfigureAwait(false);
            foreach (var job in jobs.Values.Where(which))
            {
                await _api.Value.DeleteAsync(job, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (KubernetesException exception)
        {
            Throw.RunFailed(exception.Message);
        }
    }

    private async Task<IReadOnlyList<string>> PodLinesAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        var pods = await _api.Value.PodsAsync(folder.RunId, cancellationToken).ConfigureAwait(false);
        return
        [
            .. pods.GroupBy(pod => (Stage: pod.GetAnnotation(KubernetesJob.StageAnnotation), State: StateOf(pod)))
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key.Stage}: {group.Count()} pods {group.Key.State}")),
        ];
    }

    // The reason of the container says more than the pod's phase: ErrImagePull, OOMKilled.
    private static string StateOf(V1Pod pod)
    {
        var state = pod.Status?.ContainerStatuses?.FirstOrDefault()?.State;
        var reason = state?.Waiting?.Reason ?? state?.Terminated?.Reason ?? pod.Status?.Conditions?.FirstOrDefault(Unschedulable)?.Reason;
        return (pod.Status?.Phase ?? "Unknown").ToLowerInvariant() + (reason is null ? "" : $" ({reason})");

        static bool Unschedulable(V1PodCondition condition) => condition is { Type: "PodScheduled", Status: "False" };
    }

    /// <summary>How a Job ended; null while it has not.</summary>
    private static V1JobCondition? Condition(V1Job job) =>
        job.Status?.Conditions?.FirstOrDefault(condition => condition is { Status: "True", Type: "Complete" or "Failed" });

    private static string Line(V1Job job) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{job.GetAnnotation(KubernetesJob.StageAnnotation)}: Job '{job.Name()}' {(Condition(job)?.Type ?? "running").ToLowerInvariant()}, "
        )
        + string.Create(CultureInfo.InvariantCulture, $"{job.Status?.Succeeded ?? 0} of {job.Spec.Completions} shards")
        + (job.Status?.FailedIndexes is { Length: > 0 } indexes ? $", failed indexes {indexes}" : "");
}
