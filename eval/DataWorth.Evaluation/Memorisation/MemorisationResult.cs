using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Memorisation;

/// <summary>What a <see cref="MemorisationRun"/> found.</summary>
/// <param name="Command">The command, to be typed again; null if it was called from a program.</param>
/// <param name="Options">Its options.</param>
/// <param name="Documents">The texts, by their titles.</param>
/// <param name="Passages">Passages of the texts.</param>
/// <param name="Statements">Statements of planted facts.</param>
/// <param name="Parameters">Parameters of the model.</param>
/// <param name="VocabularySize">Tokens of the vocabulary.</param>
/// <param name="TrainingLoss">Mean loss of a token in the last pass of the training.</param>
/// <param name="TrainingSeconds">Time of the training.</param>
/// <param name="Quotes">What the model knows of the quoted sentences.</param>
/// <param name="Facts">What it knows of the answers.</param>
/// <param name="Methods">The methods, and BM25.</param>
/// <param name="Seconds">Time of all.</param>
/// <param name="Processors">Number of processors.</param>
public sealed record MemorisationResult(
    string? Command,
    MemorisationOptions Options,
    IReadOnlyList<string> Documents,
    int Passages,
    int Statements,
    long Parameters,
    int VocabularySize,
    double TrainingLoss,
    double TrainingSeconds,
    Recollection Quotes,
    Recollection Facts,
    IReadOnlyList<MemorisationScore> Methods,
    double Seconds,
    int Processors
)
{
    /// <summary>It as JSON.</summary>
    public string ToJson() => ResultFiles.ToJson(this);
}
