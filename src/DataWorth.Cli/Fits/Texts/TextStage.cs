using DataWorth.Cli.Progress;
using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A pass over texts as a stage, in characters: how many there are is known when they were read, and their bytes stand for them before.</summary>
internal sealed class TextStage : IProgressStage
{
    private readonly IProgressStage _stage;
    private readonly long _total;

    private TextStage(IProgressStage stage, long total) => (_stage, _total) = (stage, total);

    /// <summary>Begins a pass.</summary>
    /// <param name="display">Where it is shown.</param>
    /// <param name="name">What is done.</param>
    /// <param name="source">The texts.</param>
    public static TextStage Begin(ProgressDisplay display, string name, TextSource source)
    {
        var total = Math.Max(1, source.Files.Sum(path => new FileInfo(path).Length));
        return new(display.Begin(name, "characters", total), total);
    }

    /// <inheritdoc/>
    public void Report(long done, string detail = "") => _stage.Report(Math.Min(done, _total - 1), detail);

    /// <summary>Says that all was read.</summary>
    public void End() => _stage.Report(_total);

    /// <inheritdoc/>
    public void Dispose() => _stage.Dispose();
}
