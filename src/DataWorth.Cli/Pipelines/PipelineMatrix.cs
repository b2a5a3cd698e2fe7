using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataWorth.Cli.Pipelines;

/// <summary>The matrix of a pipeline: options by their path, each with a list of values; every combination is a pipeline.</summary>
internal static partial class PipelineMatrix
{
    /// <summary>The key of the section.</summary>
    public const string Key = "matrix";

    private const int MostCombinations = 1000;
    private const int LongestText = 40;

    // What is read of the first combination alone.
    private static readonly IReadOnlyList<string> s_shared =
    [
        "name",
        "store",
        "engine",
        "outputs.folder",
        PipelineLock.Key,
        PipelineFile.VariablesKey,
        Key,
    ];

    /// <summary>The combinations, those of the last option varying fastest; one without options where there is no matrix.</summary>
    /// <param name="root">The pipeline.</param>
    /// <param name="matrix">The section.</param>
    /// <param name="values">What messages name lines by.</param>
    /// <exception cref="Hosting.UserErrorException">The matrix is not understood.</exception>
    public static IReadOnlyList<(IReadOnlyList<string> Combination, JsonObject Node)> Expand(
        JsonObject root,
        JsonObject matrix,
        YamlValues values
    )
    {
        List<(IReadOnlyList<string> Combination, JsonObject Node)> all = [([], (JsonObject)root.DeepClone())];
        foreach (var (path, list) in matrix)
        {
            if (list is not JsonArray { Count: > 0 } options)
            {
                throw values.Error($"{Key}.{path}", $"'{path}' of the matrix has no list of values, expected one such as [16, 32].");
            }

            if (s_shared.FirstOrDefault(shared => path == shared || path.StartsWith(shared + ".", StringComparison.Ordinal)) is { } same)
            {
                throw values.Error($"{Key}.{path}", $"'{same}' is one for all combinations of the matrix, and cannot vary in it.");
            }

            if (options.Select(option => option?.ToJsonString()).Distinct().Count() < options.Count)
            {
                throw values.Error($"{Key}.{path}", $"'{path}' of the matrix has a value twice.");
            }

            values.Move($"{Key}.{path}", path);
            var name = NameOf(path, matrix.Select(entry => entry.Key));
            var labels = options.Zip(Texts(options), (option, text) => (Option: option, Label: $"{name}={text}")).ToList();
            all =
            [
                .. all.SelectMany(earlier =>
                    labels.Select(label =>
                    {
                        var node = (JsonObject)earlier.Node.DeepClone();
                        PipelineFile.Set(node, path, label.Option?.DeepClone());
                        return ((IReadOnlyList<string>)[.. earlier.Combination, label.Label], node);
                    })
                ),
            ];
            if (all.Count > MostCombinations)
            {
                throw values.Error(Key, $"the matrix has more than {MostCombinations} combinations.");
            }
        }

        return all;
    }

    // As many of the last words of a path as no other one ends in.
    private static string NameOf(string path, IEnumerable<string> paths)
    {
        var words = path.Split('.');
        return Enumerable
            .Range(1, words.Length)
            .Select(count => string.Join('.', words[^count..]))
            .FirstOrDefault(name => !paths.Any(other => other != path && $".{other}".EndsWith($".{name}", StringComparison.Ordinal)))
            ?? path;
    }

    // In names of stages, fits and files: letters, digits, points and underscores, told apart by a number where they would be the same.
    private static IEnumerable<string> Texts(JsonArray options)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (var text in options.Select(TextOf))
        {
            var part = text.Length > LongestText ? text[..LongestText] : text;
            var free = Enumerable
                .Range(2, options.Count)
                .Select(number => $"{part}_{number}")
                .Prepend(part)
                .First(name => !taken.Contains(name));
            taken.Add(free);
            yield return free;
        }
    }

    private static string TextOf(JsonNode? value) =>
        value switch
        {
            null => "null",
            JsonArray { Count: 0 } or JsonObject { Count: 0 } => "none",
            JsonArray list => string.Join('_', list.Select(TextOf)),
            JsonObject section => string.Join('_', section.Select(entry => $"{Clean(entry.Key)}_{TextOf(entry.Value)}")),
            _ => double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
                ? (number < 0 ? "-" : "") + Clean(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture))
                : Clean(value.ToString()),
        };

    private static string Clean(string text) => Other().Replace(text, "_") is { Length: > 0 } clean ? clean : "empty";

    [GeneratedRegex(@"[^\p{L}\p{Nd}.]+")]
    private static partial Regex Other();
}
