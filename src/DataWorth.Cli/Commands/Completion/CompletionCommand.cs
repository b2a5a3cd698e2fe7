using System.CommandLine;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Completion;

/// <summary>'dataworth completion SHELL': a script that teaches a shell to complete commands and options.</summary>
internal sealed class CompletionCommand : DataWorthCommand
{
    // Each asks the program that is being typed for what can follow: the words after its name, and the place of the cursor in them.
    private static readonly IReadOnlyDictionary<string, string> s_scripts = new Dictionary<string, string>
    {
        ["bash"] = """
            # dataworth completion for bash:  source <(dataworth completion bash)
            _dataworth() {
              local line="${COMP_LINE#"${COMP_WORDS[0]}"}" IFS=$'\n'
              local skipped=$((${#COMP_LINE} - ${#line}))
              COMPREPLY=($("${COMP_WORDS[0]}" "[suggest:$((COMP_POINT - skipped))]" "$line" 2>/dev/null))
              [ "${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o filenames -F _dataworth dataworth

            """,
        ["zsh"] = """
            #compdef dataworth
            # dataworth completion for zsh:  source <(dataworth completion zsh)
            _dataworth() {
              local program="${words[1]}" line="${BUFFER#"${words[1]}"}"
              local skipped=$((${#BUFFER} - ${#line})) found
              found=("${(@f)$("$program" "[suggest:$((CURSOR - skipped))]" "$line" 2>/dev/null)}")
              [ -n "${found[1]}" ] && compadd -- "${found[@]}" || _files
            }
            compdef _dataworth dataworth

            """,
        ["fish"] = """
            # dataworth completion for fish:  dataworth completion fish | source
            function __dataworth_complete
                set -l words (commandline --tokenize --cut-at-cursor)
                set -l line (string sub --start (math (string length -- $words[1]) + 1) -- (commandline --cut-at-cursor))
                $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete --command dataworth --arguments '(__dataworth_complete)'

            """,
    };

    private readonly Argument<string> _shell = new("shell") { Description = $"One of: {string.Join(", ", s_scripts.Keys)}." };

    /// <summary>Makes the command.</summary>
    public CompletionCommand()
        : base("completion", "Print a script that completes commands and options in a shell.")
    {
        _shell.CompletionSources.Add([.. s_scripts.Keys]);
        Arguments.Add(_shell);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth completion bash", "print it; 'source <(dataworth completion bash)' uses it"),
        new("dataworth completion fish", "the same for fish"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var shell = context.Get(_shell)!;
        if (!s_scripts.TryGetValue(shell, out var script))
        {
            throw new UserErrorException($"There is no completion for '{shell}', expected one of: {string.Join(", ", s_scripts.Keys)}.");
        }

        context.Write(new { Shell = shell, Script = script }, output => output.Write(script));
        return ExitCodes.Success;
    }
}
