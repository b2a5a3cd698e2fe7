using DataWorth.Cli.Hosting;
using DataWorth.Configuration;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>Data as they were typed: a path, and options whose record depends on what kind of data they are.</summary>
/// <param name="Path">File, folder, pattern, or name; files and folders in full.</param>
/// <param name="Values">Values by the name of the option, without dashes and the prefix of the command.</param>
/// <param name="PathOption">The option of the path, such as "--data".</param>
/// <param name="Prefix">What the names of the other options begin with after the dashes.</param>
internal sealed record TypedData(string Path, IReadOnlyDictionary<string, string> Values, string PathOption = "--data", string Prefix = "")
{
    private const string PathKey = "path";

    /// <summary>Data of which nothing is said but where they are.</summary>
    public static TypedData At(string path) => new(path, new Dictionary<string, string>());

    /// <summary>Refuses options that are none of a kind's.</summary>
    /// <param name="kind">The kind of the data.</param>
    /// <exception cref="UserErrorException">One says nothing of such data.</exception>
    public void RefuseOthers(SubjectKind kind)
    {
        var known = kind.DataOptions.SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        if (Values.Keys.FirstOrDefault(key => !known.Contains(key)) is { } other)
        {
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
        catch (OptionException exception)
        {
            var option = exception.Path == PathKey ? PathOption : $"--{Prefix}{group.Prefix}{exception.Path}";
            throw new UserErrorException(
                exception.Message.Replace($"'{exception.Path}' is ", $"{option} is ", StringComparison.Ordinal),
                exception
            );
        }
    }

    /// <summary>The names of a group's options, without dashes.</summary>
    public static IEnumerable<string> Names(OptionGroup group) => Keys(group).Select(key => group.Prefix + key);

    private static IEnumerable<string> Keys(OptionGroup group) =>
        OptionsJson.Default.GetTypeInfo(group.Record).Properties.Select(property => property.Name);
}
