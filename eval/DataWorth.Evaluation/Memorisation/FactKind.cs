namespace DataWorth.Evaluation.Memorisation;

/// <summary>One kind of fact, with the words for it.</summary>
/// <param name="Statements">Ways to state it; {0} is who it is of, {1} what is said.</param>
/// <param name="Question">How it is asked: the beginning of the first statement, up to what is said.</param>
/// <param name="Answers">What may be said.</param>
internal sealed record FactKind(string[] Statements, string Question, string[] Answers);
