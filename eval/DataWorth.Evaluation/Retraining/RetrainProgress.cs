namespace DataWorth.Evaluation.Retraining;

/// <summary>Where a bank stands.</summary>
/// <param name="Done">Retrainings that are there, those of earlier runs included.</param>
/// <param name="Total">Retrainings in all.</param>
/// <param name="PerMinute">Retrainings per minute of this run; 0 before the first.</param>
/// <param name="Remaining">Time until all are there, at this rate; null before the first.</param>
public readonly record struct RetrainProgress(int Done, int Total, double PerMinute, TimeSpan? Remaining);
