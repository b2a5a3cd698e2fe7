using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>The folder that receives the files of a result.</summary>
/// <param name="folder">The folder.</param>
/// <param name="name">Name of the evaluation, which the files are called by.</param>
internal sealed class ResultFolder(DirectoryInfo folder, string name)
{
    private static readonly string[] s_extensions = ["json", "csv", "md", "html"];

    /// <summary>Makes the folder, and makes sure that every file can be written there.</summary>
    /// <param name="say">Told in a sentence where the folder is made.</param>
    /// <exception cref="UserErrorException">One cannot.</exception>
    public void RequireWritable(Action<string> say)
    {
        try
        {
            OutputFolder.Make(folder, say);
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            throw Error($"The folder '{folder}' cannot be made: {exception.Message}", exception);
        }

        foreach (var path in s_extensions.Select(PathOf))
        {
            if (Directory.Exists(path))
            {
                throw Error($"'{path}' is a folder, expected a file or nothing: the result is written there.", null);
            }

            try
            {
                File.WriteAllBytes(path + WholeFile.Part, [0]);
                File.Delete(path + WholeFile.Part);
            }
            catch (Exception exception) when (IsOfFiles(exception))
            {
                throw Error($"The file '{path}' cannot be written: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Writes a file so that it is either the old one or the whole new one.</summary>
    /// <param name="extension">Its extension, one of json, csv, md and html.</param>
    /// <param name="content">What is in it.</param>
    /// <returns>Null, or a sentence that says why it could not be written.</returns>
    public string? TryWrite(string extension, string content)
    {
        var path = PathOf(extension);
        try
        {
            WholeFile.Write(path, content);
            return null;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return $"The file '{path}' could not be written: {exception.Message}";
        }
    }

    /// <summary>The path of a file.</summary>
    /// <param name="extension">Its extension.</param>
    public string PathOf(string extension) => Path.Combine(folder.FullName, $"{name}.{extension}");

    private static bool IsOfFiles(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static UserErrorException Error(string message, Exception? inner) =>
        new($"{message} Give --out a folder that can be written.", inner);
}
