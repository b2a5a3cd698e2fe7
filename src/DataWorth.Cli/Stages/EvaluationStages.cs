using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Stages;

/// <summary>The stages of an evaluation: the bank of retrainings is made like everything else.</summary>
internal static class EvaluationStages
{
    /// <summary>Trains some of the attributed models.</summary>
    public static StageResult Models(StageContext context)
    {
        Run(context).TrainModel(context.Shard);
        return StageResult.Done;
    }

    /// <summary>Retrains on a share of the subsets.</summary>
    public static StageResult Retrain(StageContext context)
    {
        Run(context).RetrainSubsets();
        return StageResult.Done;
    }

    /// <summary>Scores of one method and one model.</summary>
    public static StageResult Scores(StageContext context)
    {
        Run(context).Score(context.Shard);
        return StageResult.Done;
    }

    /// <summary>Retrains without a share of what the methods name.</summary>
    public static StageResult Removals(StageContext context)
    {
        Run(context).RetrainRemovals();
        return StageResult.Done;
    }

    /// <summary>Measures.</summary>
    public static StageResult Evaluate(StageContext context)
    {
        var result = Run(context).Execute(command: StageContext.Again);
        var task = Task(context);
        return new(
            [],
            StageContext.ToResult(
                new MadeEvaluation(
                    ResultFiles.ToJson(result),
                    ResultFiles.ToCsv(result),
                    ResultTable.ToMarkdown(result),
                    EvaluationPage.Create(result, new ExampleViews(task.ShowQuery, task.ShowTraining)).Render()
                )
            )
        );
    }

    private static EvaluationDefinition Definition(StageContext context) =>
        context.Session.Json.Read<EvaluationJob>(context.Stage.Settings).Evaluation;

    private static RetrainingTask Task(StageContext context) => context.Session.Task(Definition(context).Task!);

    private static EvaluationRun Run(StageContext context) =>
        new(
            Definition(context),
            context.Store,
            Task(context),
            new RetrainOptions
            {
                Workers = context.Session.Workers,
                Shard = new RetrainShard(context.Shard, context.Stage.Shards),
                CancellationToken = context.CancellationToken,
            }
        );
}
