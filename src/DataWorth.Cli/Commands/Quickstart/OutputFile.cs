using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Files that a long run writes at its end: proved before it that they can be written, and no reason to lose the result after
/// it.</summary>
internal static class OutputFile
{
    /// <summary>Makes the folder of a file, and makes sure that a file can be written there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="what">What is to be in it, such as "report".</param>
    /// <param name="option">The option that named it.</param>
    /// <exception cref="UserErrorException">It cannot.</exception>
    public static void RequireWritable(FileInfo file, string what, string option)
    {
        if (Directory.Exists(file.FullName))
        {
            throw new UserErrorException(
                $"'{file}' is a folder. Give {option} the path of a file, such as '{Path.Combine(file.ToString(), Example(option))}'."
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
                $"The {what} '{file}' cannot be written: {exception.Message} Give {option} a path in a folder that can be written.",
                exception
            );
        }
    }

    /// <summary>Writes a file so that it is either the old one or the whole new one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="what">What is in it.</param>
    /// <param name="text">Its text, written as UTF-8.</param>
    /// <returns>Why it could not be written, in a sentence; null when it was.</returns>
    public static string? Write(FileInfo file, string what, string text)
    {
        var part = file.FullName + ".part";
        try
        {
            file.Directory?.Create();
            File.WriteAllText(part, text);
            File.Move(part, file.FullName, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }

            return $"The {what} '{file}' could not be written: {exception.Message} The result is printed; to get the file, make room or "
                + "give another path, and run the command again: the store keeps the gradients.";
        }
    }

    private static string Example(string option) => option == "--out" ? "report.html" : option.TrimStart('-') + ".csv";
}
