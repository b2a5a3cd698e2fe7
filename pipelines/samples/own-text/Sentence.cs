using Microsoft.ML.Data;

/// <summary>A row: a sentence and its characters as tokens, between two line ends.</summary>
sealed class Sentence
{
    private const string Characters = "\nabcdefghijklmnopqrstuvwxyz ";

    public static int Vocabulary => Characters.Length;

    public string Id { get; set; } = "";

    [VectorType]
    public long[] Tokens { get; set; } = [];

    public static Sentence Of(string id, string text) =>
        new() { Id = id, Tokens = [.. $"\n{text}\n".Select(TokenOf)] };

    private static long TokenOf(char c) =>
        Characters.IndexOf(c) is >= 0 and var token ? token : throw new FormatException($"'{c}' is neither a to z nor a blank.");
}
