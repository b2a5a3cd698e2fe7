namespace DataWorth.Cli.Commands.Run;

/// <summary>What a run left.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Digest">Digest of its plan.</param>
/// <param name="State">"complete" or "submitted".</param>
/// <param name="Fits">Fits by name, to be asked.</param>
/// <param name="Files">Files that were written.</param>
/// <param name="Missing">Files that could not be written.</param>
internal sealed record RunResult(
    string Run,
    string Digest,
    string State,
    IReadOnlyList<RunResult.MadeFit> Fits,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Missing
)
{
    /// <summary>A fit.</summary>
    internal sealed record MadeFit(string Name, string Method, string Key, IReadOnlyList<string> Warnings);
}
