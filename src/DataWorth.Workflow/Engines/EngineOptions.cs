namespace DataWorth.Workflow.Engines;

/// <summary>Options of an engine: a record of each engine's own.</summary>
public abstract record EngineOptions
{
    /// <summary>What cannot be, before anything is planned: the key and a sentence that names it; null (the default) for nothing.</summary>
    public virtual (string Key, string Message)? Check() => null;
}
