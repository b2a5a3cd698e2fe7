using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Text;

namespace DataWorth.Cli.Commands.Help;

/// <summary>'dataworth help [command]': the help of a command.</summary>
internal sealed class HelpCommand : DataWorthCommand
{
    private readonly RootCommand _root;
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "A command, such as 'store verify'. Default: the whole program.",
        HelpName = "command",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Makes the command.</summary>
    /// <param name="root">The commands that it explains.</param>
    public HelpCommand(RootCommand root)
        : base("help", "Show the help of a command.")
    {
        _root = root;
        _command.CompletionSources.Add(_ => root.Subcommands.Select(command => command.Name));
        Arguments.Add(_command);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth help store verify", "as 'dataworth store verify --help'")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        Command command = _root;
        var words = context.Get(_command) ?? [];
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
