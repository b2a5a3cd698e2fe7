namespace DataWorth.Models.Data;

/// <summary>A data set's file is in none of the places searched and cannot be downloaded.</summary>
/// <param name="message">What was looked for, where, and where to put it.</param>
/// <param name="innerException">The failure of the download, if one was tried.</param>
public sealed class DataUnavailableException(string message, Exception? innerException = null) : IOException(message, innerException);
