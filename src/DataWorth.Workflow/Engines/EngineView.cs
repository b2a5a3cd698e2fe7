namespace DataWorth.Workflow.Engines;

/// <summary>What an engine says of a run; the store says what is done.</summary>
/// <param name="Knows">Whether the engine knows the run.</param>
/// <param name="IsOver">Whether it will do nothing more for it.</param>
/// <param name="Lines">What it says, for people: queued, running, where, why it failed.</param>
/// <param name="Why">Why it gave up, in a sentence; null where it did not, or does not know.</param>
public sealed record EngineView(bool Knows, bool IsOver, IReadOnlyList<string> Lines, string? Why = null)
{
    /// <summary>The engine knows nothing of the run.</summary>
    public static EngineView Unknown { get; } = new(false, true, []);
}
