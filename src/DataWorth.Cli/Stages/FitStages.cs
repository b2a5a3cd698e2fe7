using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Progress;
using DataWorth.Stages;
using DataWorth.Workflow.Shards;
using Microsoft.ML;

namespace DataWorth.Cli.Stages;

/// <summary>The stages that make a fit.</summary>
internal static class FitStages
{
    /// <summary>Keeps the training examples in the store.</summary>
    public static StageResult Rows(StageContext context)
    {
        using var subject = context.Session.Open(context.Job, context.CancellationToken);
        return new([subject.Keep(context.Store, ProgressDisplay.None, context.CancellationToken).ToString()]);
    }

    /// <summary>Trains the model, and keeps it in the store.</summary>
    public static StageResult Train(StageContext context)
    {
        using var subject = context.Session.Open(context.Job, context.CancellationToken);
        var trained = subject.Train(context.Store, ProgressDisplay.None, context.CancellationToken)!;
        return new([trained.Key.ToString()], StageContext.ToResult(new { trained.Result.Loss, trained.Result.Accuracy }));
    }

    /// <summary>A pass for projections that are learned.</summary>
    public static StageResult Map(StageContext context)
    {
        FitMap.Run(context.Session.Fitting(context), context.Part);
        return StageResult.Done;
    }

    /// <summary>Gradients of a share of the training examples.</summary>
    public static StageResult Collect(StageContext context)
    {
        var session = Mapped(context);
        DataWorth.Stages.Collect.Run(session, context.Part);
        return new([.. session.StoredKeys]);
    }

    /// <summary>A pass for the curvature over a share of the training examples.</summary>
    public static StageResult Curvature(StageContext context)
    {
        FitCurvature.Run(Collected(context), context.Part);
        return StageResult.Done;
    }

    /// <summary>Coefficients of a share of the training examples.</summary>
    public static StageResult Coefficients(StageContext context)
    {
        var session = Collected(context);
        Complete(context, FitCurvature.Run(session, context.Part));
        DataWorth.Stages.Coefficients.Run(session, context.Part);
        return StageResult.Done;
    }

    /// <summary>Writes the fit: everything that it consists of is there.</summary>
    public static StageResult Fit(StageContext context)
    {
        var session = Collected(context);
        if (context.Plan.Before(context.Stage).LastOrDefault(stage => stage.Kind == StageKinds.Curvature) is { } passes)
        {
            Complete(context, FitCurvature.Run(session, new Part(0, passes.Shards)));
        }

        context.Session.EndFitting();
        using var fit = context.Session.Estimator(context).Fit(context.Session.Subject(context).View(new MLContext(seed: 0))!);
        return new(
            [fit.Summary.Key!.ToString(), .. fit.StoredKeys],
            StageContext.ToResult(new MadeWarnings([.. Warnings(context, fit.Summary)]))
        );
    }

    private static IEnumerable<string> Warnings(StageContext context, FitSummary summary)
    {
        var (job, subject) = (context.Job, context.Session.Subject(context));
        var queries = job.Queries is null ? null : TypedData.Of(job.Queries, PipelineDefinition.QueriesName);
        IEnumerable<string> notices =
        [
            .. subject.Notices,
            .. queries is null ? [] : subject.Inspect(queries, context.Session.Request(context.CancellationToken)).Notices,
        ];
        return (summary.Warning is { } warning ? [warning] : Array.Empty<string>()).Concat(summary.Reports).Concat(notices);
    }

    private static FitSession Mapped(StageContext context)
    {
        var session = context.Session.Fitting(context);
        Complete(context, FitMap.Run(session, context.Part));
        return session;
    }

    private static FitSession Collected(StageContext context)
    {
        var session = Mapped(context);
        Complete(context, DataWorth.Stages.Collect.Run(session, context.Part));
        return session;
    }

    // The stages before are complete, and yet something of them is missing: removed from the store since.
    private static void Complete(StageContext context, bool isComplete)
    {
        if (!isComplete)
        {
            throw new StageIncompleteException(
                $"'{context.Stage.Describe(context.Shard)}' misses something of an earlier stage, which was removed from the store. Run the "
                    + "pipeline again."
            );
        }
    }
}
