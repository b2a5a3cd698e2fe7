namespace DataWorth.Language.Chat;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who speaks: "system", "user" or "assistant".</param>
/// <param name="Content">What is said.</param>
public sealed record ChatMessage(string Role, string Content);
