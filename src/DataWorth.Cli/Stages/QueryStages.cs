using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Stages;

/// <summary>The stages that ask a fit.</summary>
internal static class QueryStages
{
    /// <summary>What the model predicts for the queries, and which class of each is explained.</summary>
    public static StageResult Predict(StageContext context)
    {
        var (session, stop) = (context.Session, context.CancellationToken);
        var asked = session.Ask(session.Subject(context), context.Job, null, withContent: false, stop);
        return new([], StageContext.ToResult(asked.Predictions));
    }

    /// <summary>The strongest examples of a share of the training examples.</summary>
    public static StageResult Score(StageContext context)
    {
        var asked = context.Session.Asked(context, Predictions(context));
        return new([], StageContext.ToResult(DataWorth.Stages.TopK.Run(asked, context.Job.TopK, context.Part)));
    }

    /// <summary>The strongest examples of all.</summary>
    public static StageResult TopK(StageContext context)
    {
        var parts = context
            .Records.ReadAll(context.Before(StageKinds.Score), context.CancellationToken)
            .Select(record => StageContext.FromResult<IReadOnlyList<Neighbor>>(record.Result));
        return new([], StageContext.ToResult(DataWorth.Stages.TopK.Merge(parts, context.Job.TopK)));
    }

    /// <summary>The training examples whose labels are most likely wrong; none where the method ranks none.</summary>
    public static StageResult Suspects(StageContext context)
    {
        FitAnswers answers = new(context.Session.Fit(context), withContent: false);
        return new([], StageContext.ToResult(new FoundSuspects(SuspectFile.ToCsv(answers.Suspects(context.Job.Suspects)))));
    }

    /// <summary>The page of a fit.</summary>
    public static StageResult Report(StageContext context)
    {
        var (job, fit) = (context.Job, context.Session.Fit(context));
        FitAnswers answers = new(fit, withContent: true);
        var queries = job.Queries is null ? [] : Queries(context, answers);
        var suspects = job.Suspects == 0 ? [] : answers.Suspects(Math.Min(job.Suspects, MostSuspects));
        var report = FitReport.Create(fit, answers, queries, suspects, [], StageContext.Again);
        return new([], StageContext.ToResult(new MadePage(AttributionPage.Create(report).Render())));
    }

    private const int MostSuspects = 1000;

    private static IReadOnlyList<Prediction> Predictions(StageContext context) =>
        context.ResultOf<IReadOnlyList<Prediction>>(StageKinds.Queries);

    private static IReadOnlyList<ReportQuery> Queries(StageContext context, FitAnswers answers)
    {
        var subject = context.Session.Fit(context).Subject;
        var asked = context.Session.Ask(subject, context.Job, Predictions(context), withContent: true, context.CancellationToken);
        return answers.Show(asked.Rows, context.ResultOf<IReadOnlyList<Neighbor>>(StageKinds.TopK), context.CancellationToken);
    }
}
