using DataWorth.Language.Corpora;

namespace DataWorth.Evaluation.Memorisation;

/// <summary>A fact that no text has, stated in some documents of its own.</summary>
/// <param name="Statements">The documents.</param>
/// <param name="Kind">What is said of whom: facts of one kind are stated in the same words.</param>
/// <param name="Question">The beginning of the first statement, up to what is said; the others say it in other words.</param>
/// <param name="Answer">What is said, with a blank in front.</param>
public sealed record PlantedFact(IReadOnlyList<TextDocument> Statements, int Kind, string Question, string Answer);
