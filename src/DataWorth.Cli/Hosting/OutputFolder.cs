namespace DataWorth.Cli.Hosting;

/// <summary>The folder of a file that is to be written: made where it is missing, and that is said, since a mistyped path looks just so.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder.</summary>
    /// <param name="folder">The folder; null for that of the root.</param>
    /// <param name="say">Told in a sentence where it was missing.</param>
    /// <exception cref="UserErrorException">The folder that it would be in is missing too.</exception>
    public static void Make(DirectoryInfo? folder, Action<string> say)
    {
        if (RequireParent(folder))
        {
            folder!.Create();
            say($"The folder '{folder}' was not there, and is made.");
        }
    }

    /// <summary>Whether a folder is missing, which <see cref="Make"/> can make.</summary>
    /// <param name="folder">The folder; null for that of the root.</param>
    /// <exception cref="UserErrorException">The folder that it would be in is missing too.</exception>
    public static bool RequireParent(DirectoryInfo? folder)
    {
        if (folder is { Exists: false })
        {
            if (folder.Parent is { Exists: false } parent)
            {
                throw new UserErrorException(
                    $"The folder '{folder}' is not there, and neither is '{parent}'. Correct the path, or make '{parent}' first."
                );
            }

            return true;
        }

        return false;
    }
}
