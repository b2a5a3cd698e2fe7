namespace DataWorth.Workflow.Engines;

/// <summary>Options of an engine: a record of each engine's own.</summary>
public abstract record EngineOptions;
