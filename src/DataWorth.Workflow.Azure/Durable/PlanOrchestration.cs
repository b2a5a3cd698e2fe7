using System.Text.Json;
using DurableTask.Core;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>The orchestration that hosts the walk through a plan. Its code must not change while runs are open: a change gets another
/// <see cref="Version"/>.</summary>
internal sealed class PlanOrchestration : TaskOrchestration<string, string>
{
    /// <summary>Its name.</summary>
    public const string Name = "plan";

    /// <summary>Its version.</summary>
    public const string Version = "1";

    private string _status = "";

    /// <inheritdoc/>
    public override async Task<string> RunTask(OrchestrationContext context, string input)
    {
        var plan = JsonSerializer.Deserialize<PlanInput>(input)!;
        await PlanWalk.RunAsync(plan, new Steps(context, plan, status => _status = status));
        return "complete";
    }

    /// <inheritdoc/>
    public override string OnGetStatus() => _status;

    private sealed class Steps(OrchestrationContext context, PlanInput plan, Action<string> say) : IPlanSteps
    {
        // Delays have whole seconds.
        private readonly RetryOptions _retry = new(TimeSpan.FromSeconds(1), plan.Attempts)
        {
            BackoffCoefficient = 2,
            MaxRetryInterval = TimeSpan.FromMinutes(1),
            Handle = exception =>
                exception is not DurableTask.Core.Exceptions.TaskFailedException failed
                || failed.FailureDetails?.IsCausedBy<TransientShardException>() != false,
        };

        public Task ShardAsync(string stage, int shard) =>
            context.ScheduleWithRetry<string>(
                ShardActivity.Name,
                ShardActivity.Version,
                _retry,
                JsonSerializer.Serialize(new ShardInput(plan.Digest, stage, shard))
            );

        public void Say(string status) => say(status);
    }
}
