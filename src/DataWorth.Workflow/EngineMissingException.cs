namespace DataWorth.Workflow;

/// <summary>What an engine runs on is not there: no commands, or no cluster. The message says what was looked for and what to do.</summary>
/// <param name="message">The sentence.</param>
public sealed class EngineMissingException(string message) : Exception(message);
