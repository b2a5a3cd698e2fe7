namespace DataWorth.Cli.Hosting;

/// <summary>Something that the person who typed the command can put right; the message says how. Exit code 2.</summary>
/// <param name="message">One clear sentence: what was found, what was expected, where, and the next action.</param>
/// <param name="innerException">The cause, shown with --verbose.</param>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException);
