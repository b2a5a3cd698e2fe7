using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Checks before a long run that its result can be written at the end.</summary>
internal static class OutputFile
{
    /// <summary>Makes the folder of a file, and makes sure that a file can be written there.</summary>
    /// <exception cref="UserErrorException">It cannot.</exception>
    public static void RequireWritable(FileInfo file)
    {
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
}
