namespace DataWorth.Runtime;

/// <summary>The native libraries under TorchSharp are missing or do not fit; the message is one sentence and the remedy.</summary>
/// <param name="message">What was found, and what to do.</param>
/// <param name="inner">What the loader said.</param>
public sealed class LibTorchException(string message, Exception? inner = null) : Exception(message, inner);
