using DataWorth.Artifacts;
using DataWorth.Cli.Pipelines;
using DataWorth.Evaluation.Results;
using DataWorth.Workflow.Plans;

namespace DataWorth.Cli.Stages;

/// <summary>Compiles evaluations to the stages of a plan.</summary>
/// <param name="session">Opens tasks.</param>
/// <param name="stages">The stages of the plan.</param>
internal sealed class EvaluationPlanner(StageSession session, StageList stages)
{
    /// <summary>Adds them.</summary>
    /// <returns>The fingerprint of the task: its data, and how it trains.</returns>
    public string Add(PipelineDefinition definition, EvaluationDefinition evaluation)
    {
        if (evaluation.Name == new EvaluationDefinition().Name)
        {
            evaluation = evaluation with { Name = definition.Name };
        }

        var task = session.Task(evaluation.Task!);
        var run = new EvaluationRun(evaluation, session.Store, task, new());
        EvaluationJob job = new(evaluation);
        var bank = new FingerprintBuilder().Add("task", task.Fingerprint);
        var seeds = evaluation.ModelSeeds;
        var models = stages.Add(
            "models",
            StageKinds.Models,
            seeds.Count,
            [],
            bank.Copy().Add("seeds", string.Join(' ', seeds)),
            job,
            new(Examples: (long)seeds.Count * task.TrainCount, Trainings: seeds.Count)
        );
        var subsets = evaluation.Subsets.Requests(task.TrainCount).Count;
        var shards = Math.Min(definition.Shards, subsets);
        var retrain = stages.Add(
            "retrain",
            StageKinds.Retrain,
            shards,
            [],
            bank.Copy().Add("subsets", session.Json.Write(evaluation.Subsets).ToJsonString()).Add("shards", shards),
            job,
            new(Examples: (long)subsets * task.TrainCount, Trainings: subsets)
        );
        var methods = bank.Copy().Add("seeds", string.Join(' ', seeds));
        Planner.Add(
            methods,
            "method",
            evaluation.Methods.Select(method => (method.Label, $"{method.Method} {session.Json.Write(method.Describe())}"))
        );
        var scores = stages.Add(
            "scores",
            StageKinds.Scores,
            run.ScoreCount,
            [models],
            methods,
            job,
            new(Examples: (long)run.ScoreCount * task.TrainCount)
        );
        List<PlanStage> before = [models, retrain, scores];
        if (evaluation.Brittleness.Queries > 0)
        {
            var removals = run.RemovalCount;
            before.Add(
                stages.Add(
                    "removals",
                    StageKinds.Removals,
                    Math.Min(definition.Shards, removals),
                    [scores],
                    methods
                        .Copy()
                        .Add("brittleness", session.Json.Write(evaluation.Brittleness).ToJsonString())
                        .Add("shards", Math.Min(definition.Shards, removals)),
                    job,
                    new(Examples: (long)removals * task.TrainCount, Trainings: removals)
                )
            );
        }

        stages.Add(
            "evaluate",
            StageKinds.Evaluate,
            1,
            before,
            methods.Copy().Add("evaluation", session.Json.Write(evaluation).ToJsonString()),
            job,
            new()
        );
        return task.Fingerprint;
    }
}
