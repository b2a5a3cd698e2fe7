using System.CommandLine;
using DataWorth.Configuration;

namespace DataWorth.Cli.Hosting;

/// <summary>An option of the command line that sets keys of a file's record, by the same rules as the file.</summary>
internal sealed class SettingOption : Option<string?>
{
    private readonly string[] _keys;

    /// <summary>Makes the option.</summary>
    /// <param name="name">The option.</param>
    /// <param name="helpName">What its value is called in the help.</param>
    /// <param name="description">What it says in the help.</param>
    /// <param name="keys">The keys that it sets, such as "data.train-count"; they end in one name.</param>
    public SettingOption(string name, string helpName, string description, params string[] keys)
        : base(name)
    {
        HelpName = helpName;
        Description = description;
        _keys = keys;
    }

    /// <summary>The options with the value set that was typed; as they are where none was.</summary>
    /// <exception cref="UserErrorException">The value is not understood.</exception>
    public T Apply<T>(T options, CommandContext context, string command)
        where T : class
    {
        if (context.Get(this) is not { } text)
        {
            return options;
        }

        try
        {
            return OptionsBinder.Bind(options, _keys.ToDictionary(key => key, _ => text));
        }
        catch (OptionException exception)
        {
            var message = exception
                .Message.Replace($"'{_keys[0].Split('.')[^1]}' is ", $"{Name} is ", StringComparison.Ordinal)
                .Replace(", or null", "", StringComparison.Ordinal); // of files: an option is left out instead
            throw new UserErrorException($"{message} See 'dataworth {command} --help'.", exception);
        }
    }
}
