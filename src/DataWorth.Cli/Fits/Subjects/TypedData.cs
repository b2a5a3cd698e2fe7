using System.Text.Json.Nodes;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Text;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>Data as they were typed: a path, and options whose record depends on what kind of data they are.</summary>
/// <param name="Path">File, folder, pattern, or name; files and folders in full.</param>
/// <param name="Values">Values by the name of the option, without dashes and the prefix of the command.</param>
/// <param name="PathOption">The option of the path, such as "--data".</param>
/// <param name="Prefix">What the names of the other options begin with after the dashes.</param>
internal sealed record TypedData(string Path, IReadOnlyDictionary<string, string> Values, string PathOption = "--data", string Prefix = "")
{
    private const string PathKey = "path";

    /// <summary>The section of a pipeline that they are from; null for the command line.</summary>
    public string? Section { get; init; }

    /// <summary>Data of which nothing is said but where they are.</summary>
    public static TypedData At(string path) => new(path, new Dictionary<string, string>());

    /// <summary>Data of a section of a pipeline.</summary>
    /// <param name="section">Its values; the path is a full one.</param>
    /// <param name="name">Its name.</param>
    public static TypedData Of(JsonObject section, string name) =>
        new(
            section[PathKey]?.ToString() ?? "",
            section
                .Where(entry => entry.Key != PathKey && entry.Value is not null)
                .ToDictionary(entry => entry.Key, entry => entry.Value!.ToString()),
            name
        )
        {
            Section = name,
        };

    /// <summary>Refuses options that are none of a kind's.</summary>
    /// <param name="kind">The kind of the data.</param>
    /// <param name="names">The options that these data have; null for all of the kind.</param>
    /// <exception cref="UserErrorException">One says nothing of such data.</exception>
    /// <exception cref="OptionException">The same, in a section of a pipeline.</exception>
    public void RefuseOthers(SubjectKind kind, IReadOnlyList<string>? names = null)
    {
        var known = (names ?? kind.DataOptions.SelectMany(Names)).Where(name => name != PathKey).ToHashSet(StringComparer.Ordinal);
        if (Values.Keys.FirstOrDefault(key => !known.Contains(key)) is { } other)
        {
            if (Section is not null)
            {
                var nearest = ClosestName.Of(other, known) is { } name ? $" Did you mean '{name}'?" : "";
                throw new OptionException(
                    $"{Section}.{other}",
                    $"unknown key '{other}' in '{Section}' of {kind.Data}.{nearest} Known: {PathKey}, {string.Join(", ", known.Order())}."
                );
            }

            throw new UserErrorException($"--{Prefix}{other} says nothing of {kind.Data}, which {kind.Model} learns from; leave it out.");
        }
    }

    /// <summary>Sets the options of one record.</summary>
    /// <param name="options">The record with its defaults.</param>
    /// <param name="group">The names that its options have. Default: their own.</param>
    /// <exception cref="UserErrorException">A value is not understood.</exception>
    public T Bind<T>(T options, OptionGroup? group = null)
        where T : class
    {
        group ??= new(typeof(T));
        var values = Names(group)
            .Where(name => name != PathKey && Values.ContainsKey(name))
            .ToDictionary(name => name[group.Prefix.Length..], name => Values[name]);
        if (Keys(group).Contains(PathKey))
        {
            values[PathKey] = Path;
        }

        try
        {
            return OptionsBinder.Bind(options, values);
        }
        catch (OptionException exception) when (Section is not null)
        {
            throw exception.Within($"{Section}.{group.Prefix}");
        }
        catch (OptionException exception)
        {
            var option = exception.Path == PathKey ? PathOption : $"--{Prefix}{group.Prefix}{exception.Path}";
            throw new UserErrorException(
                exception
                    .Message.Replace($"'{exception.Path}' is ", $"{option} is ", StringComparison.Ordinal)
                    .Replace(", or null", "", StringComparison.Ordinal), // of files: an option is left out instead
                exception
            );
        }
    }

    /// <summary>What is wrong with a value.</summary>
    /// <param name="name">The name of its option, without dashes.</param>
    /// <param name="text">What is wrong, as it goes on after the name.</param>
    public Exception Error(string name, string text) =>
        Section is null ? new UserErrorException($"--{Prefix}{name} {text}") : new OptionException($"{Section}.{name}", $"'{name}' {text}");

    /// <summary>The names of a group's options, without dashes.</summary>
    public static IEnumerable<string> Names(OptionGroup group) => Keys(group).Select(key => group.Prefix + key);

    private static IEnumerable<string> Keys(OptionGroup group) =>
        OptionsJson.Default.GetTypeInfo(group.Record).Properties.Select(property => property.Name);
}
