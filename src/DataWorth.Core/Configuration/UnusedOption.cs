namespace DataWorth.Configuration;

/// <summary>An option that changes nothing with the other options as they are.</summary>
/// <param name="Option">Name of the property.</param>
/// <param name="Reason">Why, as the end of a sentence: "the gradient dot product has no curvature".</param>
public sealed record UnusedOption(string Option, string Reason);
