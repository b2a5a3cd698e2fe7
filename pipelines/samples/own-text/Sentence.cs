using Microsoft.ML.Data;

/// <summary>A row: a sentence and its characters as tokens, in front of them the token of the beginning.</summary>
sealed class Sentence
{
    private const string Characters = "\nabcdefghijklmnopqrstuvwxyz ";

    public const int Vocabulary = 28;

    public string Id { get; set; } = "";

    [VectorType]
    public long[] Tokens { get; set; } = [];

    public static Sentence Of(string id, string text) =>
        new() { Id = id, Tokens = [.. $"\n{text}\n".Select(c => Characters.IndexOf(c) is >= 0 and var token ? (long)token : throw Unknown(c))] };

    private static FormatException Unknown(char c) => new($"'{c}' is not among the characters that this model knows: a to z and blanks.");
}
