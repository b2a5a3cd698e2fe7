namespace DataWorth.Configuration;

/// <summary>A value of options that is not understood.</summary>
/// <param name="path">Where: names in kebab case with dots between them, items of lists by their position, "methods[2].options"; "" for the
/// whole.</param>
/// <param name="message">What was found and what was expected.</param>
/// <param name="inner">What was thrown first; null for nothing.</param>
public sealed class OptionException(string path, string message, Exception? inner = null) : ArgumentException(message, inner)
{
    /// <summary>Where: names in kebab case with dots between them.</summary>
    public string Path { get; } = path;

    /// <summary>The same of options that are a part of others: the message names the key with its place.</summary>
    /// <param name="prefix">What comes before the name, such as "engine.".</param>
    public OptionException Within(string prefix) =>
        new($"{prefix}{Path}", Message.Replace($"'{Path}' is ", $"'{prefix}{Path}' is ", StringComparison.Ordinal), this);
}
