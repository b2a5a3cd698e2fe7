using System.Globalization;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>The walk through a plan: a stage begins when those before it are complete, its shards go through a number of lanes. It is
/// deterministic, as frameworks that play it again need it: it knows no clock, no chance and no thread.</summary>
internal static class PlanWalk
{
    /// <summary>Walks.</summary>
    /// <exception cref="Exception">That of the first shard that cannot be computed; what runs beside it is waited for.</exception>
    public static async Task RunAsync(PlanInput input, IPlanSteps steps)
    {
        var (done, total) = (0, input.Stages.Sum(stage => stage.Count));
        Exception? failure = null;
        Dictionary<string, Task> stages = [];
        foreach (var stage in input.Stages)
        {
            stages.Add(stage.Name, StageAsync(stage, [.. stage.After.Select(name => stages[name])]));
        }

        await Task.WhenAll(stages.Values);
        if (failure is not null)
        {
            throw new PlanFailedException(failure.Message, failure);
        }

        async Task StageAsync(PlanInput.StageInput stage, IReadOnlyList<Task> before)
        {
            await Task.WhenAll(before);
            var next = 0;
            await Task.WhenAll(Enumerable.Range(0, Math.Min(input.Lanes, stage.Count)).Select(_ => LaneAsync()));

            async Task LaneAsync()
            {
                while (failure is null && next < stage.Count)
                {
                    try
                    {
                        await steps.ShardAsync(stage.Name, stage.At(next++));
                        steps.Say(string.Create(CultureInfo.InvariantCulture, $"{++done} of {total} shards"));
                    }
                    catch (Exception exception)
                    {
                        failure ??= exception;
                    }
                }
            }
        }
    }
}
