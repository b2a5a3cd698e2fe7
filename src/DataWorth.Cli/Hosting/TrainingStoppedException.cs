namespace DataWorth.Cli.Hosting;

/// <summary>Stopped in the middle of a training, of which nothing is kept: the same command begins it anew.</summary>
/// <param name="inner">The stop.</param>
internal sealed class TrainingStoppedException(OperationCanceledException inner)
    : OperationCanceledException(inner.Message, inner, inner.CancellationToken);
