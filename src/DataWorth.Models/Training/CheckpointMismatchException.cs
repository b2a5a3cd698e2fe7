namespace DataWorth.Models.Training;

/// <summary>A checkpoint does not fit the network that it is loaded into.</summary>
/// <param name="message">Every difference, and what to do.</param>
public sealed class CheckpointMismatchException(string message) : Exception(message);
