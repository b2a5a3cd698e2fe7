using System.Text.Json;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Exceptions;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>Runs plans with the Durable Task Framework on the queues, tables and blobs of Azure Storage: any number of workers, anywhere,
/// share the shards.</summary>
public sealed class DurableEngine : IEngine
{
    // A run of one of these is joined; one that has ended begins again.
    private static readonly OrchestrationStatus[] s_open =
    [
        OrchestrationStatus.Pending,
        OrchestrationStatus.Running,
        OrchestrationStatus.Suspended,
    ];

    // Of a run that nobody works on, before that is said; idle workers look once per polling interval.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly DurableEngineOptions _options;
    private readonly EngineContext _context;
    private readonly AzureStorageOrchestrationService _service;
    private readonly TaskHubClient _client;

    /// <summary>Makes the engine.</summary>
    /// <param name="options">The hub.</param>
    /// <param name="context">The program.</param>
    /// <exception cref="PlanFailedException">Nothing says where the hub is.</exception>
    public DurableEngine(DurableEngineOptions options, EngineContext context)
    {
        (_options, _context) = (options, context);
        _service = DurableHub.Open(options, context);
        _client = new TaskHubClient(_service);
    }

    /// <summary>The row of the table.</summary>
    public static EngineDescription Description { get; } =
        EngineDescription.Of<DurableEngineOptions>(
            "durable",
            "workers anywhere ('dataworth worker') that share the shards through Azure Storage",
            new EngineCapabilities(Detaches: true, NeedsSharedStore: true, NeedsWorkers: true),
            (options, context) => new DurableEngine(options, context)
        ) with
        {
            Work = (options, context, cancellationToken) =>
                DurableWorker.RunAsync((DurableEngineOptions)options, context, cancellationToken),
        };

    /// <inheritdoc/>
    public async Task SubmitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        ShardRecords records = new(folder.Store);
        records.Heal(plan, cancellationToken);
        var input = Input(plan, records, cancellationToken);
        if (input.Stages.Count == 0)
        {
            return;
        }

        await _service.CreateIfNotExistsAsync().ConfigureAwait(false);
        try
        {
            await _client
                .CreateOrchestrationInstanceAsync(
                    PlanOrchestration.Name,
                    PlanOrchestration.Version,
                    folder.RunId,
                    JsonSerializer.Serialize(input),
                    tags: null,
                    s_open
                )
                .ConfigureAwait(false);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is running: it is joined.
        }
    }

    /// <inheritdoc/>
    public async Task WaitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var told = TellIfNobodyWorksAsync(folder, ended.Token);
        try
        {
            await RunWatch
                .WaitAsync(
                    this,
                    folder,
                    plan,
                    _context.Progress,
                    TimeSpan.FromSeconds(Math.Min(2, _options.PollSeconds)),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A run is pending until some worker has looked at it.
    private async Task TellIfNobodyWorksAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        await Task.Delay(s_patience + TimeSpan.FromSeconds(_options.PollSeconds), cancellationToken).ConfigureAwait(false);
        var state = await _client.GetOrchestrationStateAsync(folder.RunId).ConfigureAwait(false);
        if (state?.OrchestrationStatus != OrchestrationStatus.Pending)
        {
            return;
        }

        var account = _options.Account is { } name ? $" --set account={name}" : "";
        var isFolder = !_context.StoreAddress.Contains("://", StringComparison.Ordinal);
        _context.Progress?.Say(
            $"No worker of hub '{_options.Hub}' has begun anything yet. This starts one, here or elsewhere: "
                + $"'dataworth worker --hub {_options.Hub}{account} --store {_context.StoreAddress}'."
                + (isFolder ? " The store is a folder: every worker must see it." : "")
        );
    }

    /// <inheritdoc/>
    public async Task<EngineView> ViewAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        await _service.CreateIfNotExistsAsync().ConfigureAwait(false);
        var state = await _client.GetOrchestrationStateAsync(folder.RunId).ConfigureAwait(false);
        return state is null
            ? EngineView.Unknown
            : new EngineView(
                Knows: true,
                IsOver: !s_open.Contains(state.OrchestrationStatus),
                [
                    $"hub {_options.Hub}: {state.OrchestrationStatus.ToString().ToLowerInvariant()}{(string.IsNullOrEmpty(state.Status) ? "" : $", {state.Status}")}",
                ],
                state.OrchestrationStatus == OrchestrationStatus.Failed ? Message(state.Output) : null
            );
    }

    /// <inheritdoc/>
    public async Task CancelAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        await _service.CreateIfNotExistsAsync().ConfigureAwait(false);
        if (
            await _client.GetOrchestrationStateAsync(folder.RunId).ConfigureAwait(false) is { } state
            && s_open.Contains(state.OrchestrationStatus)
        )
        {
            await _client.TerminateInstanceAsync(state.OrchestrationInstance, "cancelled").ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task PurgeAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        await _service.CreateIfNotExistsAsync().ConfigureAwait(false);
        await _service.PurgeInstanceHistoryAsync(folder.RunId).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    // What the framework keeps of an orchestration's exception begins with its type.
    private static string Message(string output) =>
        output.Split('\n')[0].Replace(typeof(PlanFailedException).FullName + ": ", "", StringComparison.Ordinal);

    private PlanInput Input(Plan plan, ShardRecords records, CancellationToken cancellationToken)
    {
        List<PlanInput.StageInput> stages = [];
        foreach (var stage in plan.Stages)
        {
            var present = records.Present(stage, cancellationToken);
            List<int> ranges = [];
            for (var shard = 0; shard < stage.Shards; shard++)
            {
                if (present.Contains(shard))
                {
                    continue;
                }

                if (ranges.Count > 0 && ranges[^1] == shard - 1)
                {
                    ranges[^1] = shard;
                }
                else
                {
                    ranges.AddRange([shard, shard]);
                }
            }

            if (ranges.Count > 0)
            {
                stages.Add(new(stage.Name, [.. stage.After.Where(name => stages.Exists(other => other.Name == name))], ranges));
            }
        }

        return new PlanInput(plan.Digest, _options.Lanes, _options.Attempts, stages);
    }
}
