using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>A fit that a server asks.</summary>
/// <param name="fit">The fit.</param>
/// <param name="answers">How its scores are read.</param>
internal abstract class ServedFit(OpenFit fit, FitAnswers answers) : IDisposable
{
    /// <summary>The fit.</summary>
    protected OpenFit Fit { get; } = fit;

    /// <summary>How its scores are read.</summary>
    protected FitAnswers Answers { get; } = answers;

    /// <summary>What the server says of it.</summary>
    public abstract ServedFacts Facts { get; }

    /// <summary>The rows to pick from; none where it is asked in words.</summary>
    public virtual IReadOnlyList<ServedRow> Queries => [];

    /// <summary>Answers a question; on one thread at a time.</summary>
    /// <param name="request">The question.</param>
    /// <param name="tell">Told the answer, event by event.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="UserErrorException">The question is not one to this fit.</exception>
    public abstract void Answer(AskRequest request, Action<AnswerEvent> tell, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual void Dispose() { }

    /// <summary>What is the same for all kinds.</summary>
    protected ServedFacts FactsOf(string kind, int queries, long? positions) =>
        new(
            Fit.Name,
            kind,
            Answers.Method.Title,
            Answers.Method.Explanation,
            Answers.Method.Scale.Meaning,
            Answers.Method.Scale.Unit,
            Fit.Description.Examples,
            queries,
            positions,
            Answers.Warnings
        );
}
