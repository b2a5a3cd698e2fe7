using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Text;

namespace DataWorth.Cli.Commands.Help;

/// <summary>'dataworth help [command]': the help of a command, or a topic of options.</summary>
internal sealed class HelpCommand : DataWorthCommand
{
    private readonly RootCommand _root;
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "A command, such as 'store verify', or a topic: methods, training, models, layers. Default: the whole program.",
        HelpName = "command",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Makes the command.</summary>
    /// <param name="root">The commands that it explains.</param>
    public HelpCommand(RootCommand root)
        : base("help", "Show the help of a command, or the options of methods, training, models and layers.")
    {
        _root = root;
        _command.CompletionSources.Add(_ =>
            [.. root.Subcommands.Select(command => command.Name), .. OptionTopic.All.Select(topic => topic.Name)]
        );
        Arguments.Add(_command);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth help store verify", "as 'dataworth store verify --help'"),
        new("dataworth help methods lorif", "the options of a method: name, default, range, what it does"),
        new("dataworth help layers", "the layers of a network in a YAML file, with their options"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        Command command = _root;
        var words = context.Get(_command) ?? [];
        if (OptionTopic.All.FirstOrDefault(topic => topic.Name == words.FirstOrDefault()) is { } topic && words.Length <= 2)
        {
            OptionHelp.Write(context, topic, words.ElementAtOrDefault(1));
            return ExitCodes.Success;
        }

        foreach (var word in words)
        {
            var names = command.Subcommands.Select(child => child.Name).ToList();
            var nearest = ClosestName.Of(word, names);
            command =
                command.Subcommands.FirstOrDefault(child => child.Name == word)
                ?? throw new UserErrorException(
                    $"There is no command '{string.Join(' ', words)}'. "
                        + (nearest is not null ? $"Did you mean '{nearest}'? " : "")
                        + (names.Count > 0 ? $"Commands: {string.Join(", ", names)}." : $"'{command.Name}' has no commands of its own.")
                );
        }

        return _root.Parse([.. words, "--help"]).Invoke(new() { Output = context.Console.Output });
    }
}
