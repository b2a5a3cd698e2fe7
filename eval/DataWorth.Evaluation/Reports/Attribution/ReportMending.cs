namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>What training again without the suspects did.</summary>
/// <param name="Removed">How many of the first suspects were left out.</param>
/// <param name="FlippedRemoved">How many of them were flipped on purpose; null where that is not known.</param>
/// <param name="AccuracyBefore">Accuracy on the test data of the model that was attributed, 0 to 1.</param>
/// <param name="AccuracyAfter">Accuracy of the model trained in the same way without them.</param>
public sealed record ReportMending(int Removed, int? FlippedRemoved, double AccuracyBefore, double AccuracyAfter);
