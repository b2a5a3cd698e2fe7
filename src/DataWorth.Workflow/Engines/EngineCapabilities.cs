namespace DataWorth.Workflow.Engines;

/// <summary>What an engine can do.</summary>
/// <param name="Detaches">Whether a run goes on when the process that began it has ended.</param>
/// <param name="NeedsSharedStore">Whether other machines must reach the store.</param>
/// <param name="NeedsWorkers">Whether somebody must start 'dataworth worker'.</param>
public sealed record EngineCapabilities(bool Detaches, bool NeedsSharedStore, bool NeedsWorkers);
