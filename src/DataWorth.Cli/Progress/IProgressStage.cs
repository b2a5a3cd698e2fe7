namespace DataWorth.Cli.Progress;

/// <summary>One bar (or one series of lines) of a <see cref="ProgressDisplay"/>; disposing it ends it.</summary>
internal interface IProgressStage : IDisposable
{
    /// <summary>Says how far the stage is.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="detail">What else is worth seeing, such as the loss.</param>
    void Report(long done, string detail = "");
}
