namespace DataWorth.Workflow.Tests.Engines;

/// <summary>A test of an engine.</summary>
internal sealed class EngineFactAttribute : FactAttribute;
