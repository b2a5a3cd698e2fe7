using System.ComponentModel;
using System.Text.Json.Nodes;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Pipelines;

/// <summary>What the run was made of that wrote a resolved file: a replay of other bytes is refused, one by other versions is told.</summary>
[Description("What the run that wrote this file was made of; written by 'dataworth run', not by hand.")]
internal sealed record PipelineLock
{
    /// <summary>The key of the section.</summary>
    public const string Key = "lock";

    /// <summary>Versions by name. Results of others may differ in their last bits.</summary>
    [Description("Versions by name: results of others may differ in their last bits, which is a warning.")]
    public JsonObject Versions { get; init; } = [];

    /// <summary>Digests of data, model files, queries and the evaluation's task. Others are refused.</summary>
    [Description("Digests of data, model files, queries and the evaluation's task: others are refused.")]
    public JsonObject Digests { get; init; } = [];

    /// <summary>The lock of a run.</summary>
    public static JsonObject Of(JsonNode versions, JsonNode digests) =>
        new() { ["versions"] = versions.DeepClone(), ["digests"] = digests.DeepClone() };

    /// <summary>Refuses other digests.</summary>
    /// <param name="found">What is there, by the same names.</param>
    /// <exception cref="UserErrorException">A digest is another one.</exception>
    public void RequireSame(JsonObject found)
    {
        foreach (var name in Digests.Select(entry => entry.Key).Union(found.Select(entry => entry.Key)))
        {
            var (there, expected) = (Text(found, name) ?? "none", Text(Digests, name) ?? "none");
            if (there != expected)
            {
                throw new UserErrorException(
                    $"'{name}' of the pipeline is not what the file was resolved with: its digest is {there}, '{Key}.digests.{name}' says "
                        + $"{expected}. A replay would give other results. Put back what was there; or add '--set {Key}=' (or remove "
                        + $"'{Key}' from the file) to run on what is there now."
                );
            }
        }
    }

    /// <summary>What to say of other versions; null where they are the same.</summary>
    /// <param name="running">The versions that run now.</param>
    public string? OtherVersions(JsonObject running)
    {
        List<string> other =
        [
            .. Versions
                .Where(entry => Text(running, entry.Key) != Text(Versions, entry.Key))
                .Select(entry => $"{entry.Key} {Text(Versions, entry.Key)} (now {Text(running, entry.Key) ?? "none"})"),
        ];
        return other.Count == 0
            ? null
            : $"The file was resolved with {Listed.Some(other)}: what is computed now may differ in its last bits.";
    }

    private static string? Text(JsonObject section, string name) => section[name]?.ToString() is { Length: > 0 } text ? text : null;
}
