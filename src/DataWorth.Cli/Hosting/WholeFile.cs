using System.Text;

namespace DataWorth.Cli.Hosting;

/// <summary>Writes files so that under their names there is either what was there before or the whole new text: also when the disk is full or the
/// program is killed.</summary>
internal static class WholeFile
{
    /// <summary>Name of a file until it is whole, after its own.</summary>
    public const string Part = ".part";

    /// <summary>Writes a text in UTF-8. A device or a pipe is written to wherever it lies, never replaced; neither is a link, but what it points
    /// to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="IOException">It cannot be written; nothing of it is left.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written; nothing of it is left.</exception>
    public static void Write(string path, string text)
    {
        if (SpecialFile.IsAt(path))
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(Encoding.UTF8.GetBytes(text)); // without the mark of a file
            return;
        }

        path = new FileInfo(path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path
            : path;
        var part = path + Part;
        try
        {
            File.WriteAllText(part, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }

            // Nobody asked for the file beside it.
            var message = exception.Message.Replace($"'{part}'", $"'{path}'", StringComparison.Ordinal);
            throw exception is IOException ? new IOException(message, exception) : new UnauthorizedAccessException(message, exception);
        }
    }
}
