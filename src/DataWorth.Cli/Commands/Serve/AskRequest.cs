using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>What is asked: a prompt of a language model, or one of the rows that the server was given.</summary>
internal sealed record AskRequest
{
    private const int MostPassages = 100;
    private const int MostTokens = 1000;
    private static readonly string[] s_members =
    [
        "prompt",
        "completion",
        "maxTokens",
        "temperature",
        "seed",
        "query",
        "top",
        "opponents",
        "layers",
        "queryTokens",
        "bm25",
    ];

    /// <summary>What a language model is given.</summary>
    public string? Prompt { get; private init; }

    /// <summary>The text after it that is attributed; null for what the model writes.</summary>
    public string? Completion { get; private init; }

    /// <summary>Tokens that are written at most.</summary>
    public int MaximumTokens { get; private init; }

    /// <summary>0 for the likeliest token each time.</summary>
    public double Temperature { get; private init; }

    /// <summary>Seed of the draws.</summary>
    public long Seed { get; private init; }

    /// <summary>Id of a row.</summary>
    public string? Query { get; private init; }

    /// <summary>Passages or examples on each side; null for the default.</summary>
    public int? Top { get; private init; }

    /// <summary>Whether opponents are listed too.</summary>
    public bool Opponents { get; private init; }

    /// <summary>Whether scores are split over modules.</summary>
    public bool Layers { get; private init; }

    /// <summary>Whether scores are split over the tokens of prompt and answer.</summary>
    public bool QueryTokens { get; private init; }

    /// <summary>Whether passages are ranked by their words too.</summary>
    public bool Bm25 { get; private init; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="UserErrorException">A member is unknown, of another type or out of range.</exception>
    public static AskRequest Of(JsonNode? body)
    {
        if (body is not JsonObject asked)
        {
            throw new UserErrorException("The body is no JSON object. Send one such as {\"prompt\": \"Once upon a time\"}.");
        }

        if (asked.Select(member => member.Key).FirstOrDefault(name => !s_members.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UserErrorException($"The body has a member '{unknown}', expected some of {string.Join(", ", s_members)}.");
        }

        AskRequest request = new()
        {
            Prompt = Text(asked, "prompt"),
            Completion = Text(asked, "completion"),
            MaximumTokens = (int)(Number(asked, "maxTokens", 1, MostTokens, isWhole: true) ?? 64),
            Temperature = Number(asked, "temperature", 0, 100) ?? 0,
            Seed = (long)(Number(asked, "seed", 0, int.MaxValue, isWhole: true) ?? 0),
            Query = Text(asked, "query"),
            Top = (int?)Number(asked, "top", 1, MostPassages, isWhole: true),
            Opponents = Flag(asked, "opponents"),
            Layers = Flag(asked, "layers"),
            QueryTokens = Flag(asked, "queryTokens"),
            Bm25 = Flag(asked, "bm25"),
        };
        if (request.Completion is "")
        {
            throw new UserErrorException("'completion' is empty: there is nothing to attribute. Give it a text, or leave it out.");
        }

        return request.Completion is not null && new[] { "maxTokens", "temperature", "seed" }.Any(asked.ContainsKey)
            ? throw new UserErrorException(
                "'completion' gives the answer: nothing is written, so leave maxTokens, temperature and seed out."
            )
            : request;
    }

    private static string? Text(JsonObject asked, string name) =>
        asked[name] switch
        {
            null => null,
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            var other => throw Wrong(name, other, "a text"),
        };

    private static bool Flag(JsonObject asked, string name) =>
        asked[name] switch
        {
            null => false,
            JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
            var other => throw Wrong(name, other, "true or false"),
        };

    private static double? Number(JsonObject asked, string name, double minimum, double maximum, bool isWhole = false)
    {
        if (asked[name] is not { } node)
        {
            return null;
        }

        return
            node is JsonValue value
            && value.GetValueKind() == JsonValueKind.Number
            && value.GetValue<double>() is var number
            && number >= minimum
            && number <= maximum
            && (!isWhole || double.IsInteger(number))
            ? number
            : throw Wrong(
                name,
                node,
                string.Create(CultureInfo.InvariantCulture, $"a {(isWhole ? "whole " : "")}number from {minimum} to {maximum}")
            );
    }

    private static UserErrorException Wrong(string name, JsonNode found, string expected) =>
        new($"'{name}' is {Excerpt(found.ToJsonString())}, expected {expected}.");

    private static string Excerpt(string json) => json.Length <= 40 ? json : json[..40] + "...";
}
