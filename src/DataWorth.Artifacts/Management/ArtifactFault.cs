namespace DataWorth.Artifacts;

/// <summary>Something wrong with an artifact.</summary>
/// <param name="ObjectName">The object that is damaged, missing or does not belong.</param>
/// <param name="Kind">What kind of fault it is.</param>
/// <param name="Message">What was found, what was expected and the next action.</param>
public sealed record ArtifactFault(string ObjectName, ArtifactFaultKind Kind, string Message);
