using DataWorth.Cli.Commands.Ask;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Language.Generation;
using DataWorth.Stages;
using Microsoft.ML;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>A fit of a language model, asked in words.</summary>
/// <param name="fit">The fit.</param>
/// <param name="subject">Its texts and model.</param>
/// <param name="first">A fit that names a shortlist, which the fit ranks; null for one stage.</param>
/// <param name="stages">How long the shortlist is.</param>
/// <param name="request">What the command knows besides.</param>
internal sealed class ServedTexts(OpenFit fit, TextSubject subject, OpenFit? first, TwoStageOptions stages, FitRequest request)
    : ServedFit(fit, new FitAnswers(fit, withContent: true))
{
    private const int Shown = 12;
    private OpenFit? _byLayers;

    /// <inheritdoc/>
    public override ServedFacts Facts => FactsOf("texts", 0, subject.Model.Positions);

    /// <inheritdoc/>
    public override void Answer(AskRequest request, Action<AnswerEvent> tell, CancellationToken cancellationToken)
    {
        if (request.Prompt is not { } prompt || request.Query is not null)
        {
            throw new UserErrorException($"Fit '{Fit.Name}' is asked in words: send a 'prompt', which may be empty, and no 'query'.");
        }

        AnswerSearch search = new(request.Layers ? ByLayers() : Fit, subject, cancellationToken)
        {
            Top = request.Top ?? Shown,
            BothSides = request.Opponents,
            ByLayers = request.Layers,
            ByQueryTokens = request.QueryTokens,
            ByWords = request.Bm25,
            First = first,
            Stages = stages,
        };
        GenerationOptions generation = new()
        {
            MaximumTokens = request.MaximumTokens,
            Temperature = request.Temperature,
            Seed = request.Seed,
        };
        var query = subject.Prompts.Query(
            prompt,
            request.Completion,
            generation,
            cancellationToken,
            piece => tell(new AnswerEvent.Text(piece))
        );
        List<string> warnings = [];
        var answer = search.Find(query, warnings.Add, found => tell(new AnswerEvent.Passages(found, [], IsWhole: false)));
        tell(new AnswerEvent.Passages(answer, warnings, IsWhole: true));
    }

    /// <inheritdoc/>
    public override void Dispose() => _byLayers?.Dispose();

    // Opened when it is asked for: not every method has scores by module.
    private OpenFit ByLayers() =>
        _byLayers ??= Fit.OpenOther(new MLContext(seed: 0), Fit.Description.Key.ToString(), request with { ModuleScores = "each" });
}
