using DataWorth.Evaluation.Lds;

namespace DataWorth.Evaluation.Results;

/// <summary>How much one method scores above another, on the same retrainings.</summary>
/// <param name="Left">Label of the first method.</param>
/// <param name="Right">Label of the second method.</param>
/// <param name="Difference">Score of the first minus score of the second.</param>
public sealed record MethodDifference(string Left, string Right, LdsDifference Difference);
