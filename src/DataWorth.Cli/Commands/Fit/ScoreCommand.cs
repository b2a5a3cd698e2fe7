using System.CommandLine;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using Microsoft.ML.Data;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>'dataworth score': what rows that were never trained on would do to queries.</summary>
internal sealed class ScoreCommand : FitQuestion
{
    private static readonly Option<FileInfo?> s_out = new("--out", "-o")
    {
        Description = "Also write all effects to this file, as comma-separated values: a row for each candidate, a column for each query.",
        HelpName = "path",
    };
    private const string CandidatePrefix = "candidates-";

    private readonly DataArguments _queries = new("--queries", "The rows whose predictions are to change.", likeFit: true);
    private readonly DataArguments _candidates = new(
        "--candidates",
        "The labelled rows or texts that are scored; they need not be training data.",
        likeFit: true,
        prefix: CandidatePrefix
    );
    private readonly Option<string> _explain = ExplainOption.Create();

    /// <summary>Makes the command.</summary>
    public ScoreCommand()
        : base("score", "Score labelled rows that the model was not trained on by what they would do to queries.", s_out)
    {
        _queries.AddTo(this);
        _candidates.AddTo(this);
        Options.Add(_explain);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth score --name iris --queries test.csv --candidates pool.csv --explain label", "which rows of pool.csv would help"),
        new("dataworth score --name iris --queries new.csv --candidates pool.csv --out scores.csv", "all scores for a spreadsheet"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var (queryData, candidateData) = (_queries.Typed(context)!, _candidates.Typed(context)!);
        var explainsLabels = ExplainOption.IsLabel(context, _explain);
        var file = OutputFile.Of(context, s_out, "table of scores");
        file?.RefuseInputs(queryData.Path, candidateData.Path);
        return Ask(
            context,
            needsTraining: false,
            (fit, request) =>
            {
                file?.RefuseInputs(fit.Inputs);
                FitAnswers answers = new(fit, withContent: false);
                var queries = answers.Ask(queryData, explainsLabels, request);
                var candidates = answers.OpenCandidates(candidateData, request);
                var scale = answers.Method.Scale;
                using var asked = fit.Transformer.WithQueries(queries.View);
                var scores = asked
                    .Transform(candidates.View)
                    .GetColumn<VBuffer<float>>(fit.Transformer.Options.ScoreColumn)
                    .Select(
                        (row, index) =>
                            CandidateScores.Of(candidates.Ids[index], candidates.Labels[index], [.. row.DenseValues()], scale.Divisor)
                    )
                    .ToList();
                var result = ScoreResult.From(fit.Name, scale, asked.QueryIds, scores, answers.Warnings);
                context.Console.WriteWarnings(answers.Warnings);
                return OutputFile.WriteAll(
                    context,
                    [
                        (
                            file,
                            () => ScoreFile.ToCsv(scale, result.Queries, result.Candidates.Select(one => (one.Id, one.Label, one.Effects)))
                        ),
                    ],
                    () => context.Write(result, output => ScoreTable.Write(output, result, context.Console))
                );
            }
        );
    }
}
