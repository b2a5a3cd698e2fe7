using System.CommandLine;

namespace DataWorth.Cli.Hosting;

/// <summary>A file that a command writes at its end: proved before a long run that it can be written, and no reason to lose the result after
/// it. '-' is standard output, which then has the file's text alone.</summary>
internal sealed class OutputFile
{
    /// <summary>What stands for standard output, and where files are read, for standard input.</summary>
    public const string Standard = "-";

    private readonly CommandContext _context;
    private readonly FileInfo _file;
    private readonly string _what;

    private OutputFile(CommandContext context, FileInfo file, string what) => (_context, _file, _what) = (context, file, what);

    private bool IsSpecial => SpecialFile.IsAt(_file.FullName);

    /// <summary>Whether standard output is meant.</summary>
    public bool IsStandardOutput => _file.ToString() == Standard;

    /// <summary>The file; null where it was not written.</summary>
    public FileInfo? Written { get; private set; }

    /// <summary>The file that an option names, which can be written.</summary>
    /// <param name="context">The command.</param>
    /// <param name="option">The option.</param>
    /// <param name="what">What is to be in it, such as "report".</param>
    /// <returns>The file; null where the option is not given and has no default.</returns>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static OutputFile? Of(CommandContext context, Option<FileInfo?> option, string what)
    {
        if (context.Get(option) is not { } file)
        {
            return null;
        }

        OutputFile output = new(context, file, what);
        output.RequireWritable(option.Name);
        return output;
    }

    /// <summary>Writes the result of a command, and its files: what was found is printed even where a file cannot be written any
    /// more.</summary>
    /// <param name="context">The command.</param>
    /// <param name="files">The files with their texts; null for those that were not asked for.</param>
    /// <param name="print">Prints the result; not asked where a file is standard output.</param>
    /// <returns>The exit code.</returns>
    public static int WriteAll(CommandContext context, IReadOnlyList<(OutputFile? File, Func<string> Text)> files, Action print)
    {
        var problems = files.Select(entry => entry.File?.Write(entry.Text())).OfType<string>().ToList();
        if (!files.Any(entry => entry.File is { IsStandardOutput: true }))
        {
            print();
        }

        foreach (var problem in problems)
        {
            context.Console.WriteError(problem);
        }

        return problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>Refuses a file that would replace what the command reads.</summary>
    /// <param name="inputs">Files and folders that it reads; null for none.</param>
    /// <exception cref="UserErrorException">The file is one of them, or in one of them.</exception>
    public void RefuseInputs(params IEnumerable<string?> inputs)
    {
        foreach (var input in inputs.OfType<string>().Where(_ => !IsStandardOutput))
        {
            var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input));
            var isInside = _file.Exists && _file.FullName.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (_file.FullName == path || isInside)
            {
                throw new UserErrorException(
                    $"The {_what} '{_file}' would replace {(isInside ? "a file of " : "")}'{input}', which this command reads. Give another path."
                );
            }
        }
    }

    /// <summary>Refuses two results in one file.</summary>
    /// <param name="other">The other file; null for none.</param>
    /// <exception cref="UserErrorException">They are the same.</exception>
    public void RefuseSame(OutputFile? other)
    {
        if (other is not null && (_file.FullName == other._file.FullName || (IsStandardOutput && other.IsStandardOutput)))
        {
            throw new UserErrorException($"The {_what} and the {other._what} would both go to '{_file}'. Give each a path of its own.");
        }
    }

    // Why it could not be written, in a sentence; null when the file is the whole new one.
    private string? Write(string text)
    {
        if (IsStandardOutput)
        {
            _context.Console.Output.Write(text);
            _context.Console.Output.Flush();
            return null;
        }

        try
        {
            if (!IsSpecial)
            {
                OutputFolder.Make(_file.Directory, _context.Say);
            }

            WholeFile.Write(_file.FullName, text);
            Written = _file;
            _context.Log.Information("{What:l} written to {Path}", _what, _file.FullName);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or UserErrorException)
        {
            return $"The {_what} '{_file}' could not be written: {exception.Message.TrimEnd('.')}. The "
                + "result is printed; to get the file, make room or "
                + "give another path, and run the command again: the store keeps the gradients.";
        }
    }

    private void RequireWritable(string option)
    {
        if (IsStandardOutput)
        {
            if (_context.Json)
            {
                throw new UserErrorException($"'{option} -' and --json both write to standard output. Give {option} the path of a file.");
            }

            return;
        }

        if (Directory.Exists(_file.FullName))
        {
            var example = Path.Combine(_file.ToString(), _what is "report" or "page" ? _what + ".html" : option.TrimStart('-') + ".csv");
            throw new UserErrorException($"'{_file}' is a folder. Give {option} the path of a file, such as '{example}'.");
        }

        if (IsSpecial)
        {
            return;
        }

        var probe = _file.FullName + WholeFile.Part;
        try
        {
            // What fails before anything is written leaves nothing behind, no folder either.
            var isMissing = OutputFolder.RequireParent(_file.Directory);
            _file.Directory?.Create();
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            if (isMissing)
            {
                _file.Directory!.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var message = exception.Message.Replace(WholeFile.Part + "'", "'", StringComparison.Ordinal); // nobody asked for the file beside it
            throw new UserErrorException(
                $"The {_what} '{_file}' cannot be written: {message} Give {option} a path in a folder that can be written.",
                exception
            );
        }
    }
}
