using System.Text;

namespace DataWorth.Cli.Hosting;

/// <summary>A file that a command writes at its end; '-' is standard output.</summary>
internal static class OutputFile
{
    /// <summary>What stands for standard output, and where files are read, for standard input.</summary>
    public const string Standard = "-";

    /// <summary>Whether standard output is meant.</summary>
    public static bool IsStandardOutput(FileInfo file) => file.ToString() == Standard;

    /// <summary>Makes the folder of a file, and makes sure before a long run that a file can be written there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="context">The command: with --json, standard output has its document already.</param>
    /// <exception cref="UserErrorException">It cannot.</exception>
    public static void RequireWritable(FileInfo file, CommandContext context)
    {
        if (IsStandardOutput(file))
        {
            if (context.Json)
            {
                throw new UserErrorException("'--out -' and --json both write to standard output. Give --out the path of a file.");
            }

            return;
        }

        if (Directory.Exists(file.FullName))
        {
            throw new UserErrorException(
                $"'{file}' is a folder. Give --out the path of a file, such as '{Path.Combine(file.ToString(), "report.html")}'."
            );
        }

        var probe = file.FullName + ".part";
        try
        {
            file.Directory?.Create();
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The report '{file}' cannot be written: {exception.Message} Give --out a path in a folder that can be written.",
                exception
            );
        }
    }

    /// <summary>Writes a text as UTF-8, so that the file is either the old one or the whole new one.</summary>
    /// <param name="file">The file, or '-'.</param>
    /// <param name="text">The text.</param>
    /// <param name="context">Has standard output.</param>
    public static void Write(FileInfo file, string text, CommandContext context)
    {
        if (IsStandardOutput(file))
        {
            context.Console.Output.Write(text);
            context.Console.Output.Flush();
            return;
        }

        var temporary = file.FullName + ".part";
        File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(temporary, file.FullName, overwrite: true);
    }
}
