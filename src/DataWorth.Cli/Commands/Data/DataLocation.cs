using DataWorth.Cli.Hosting;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Data;

/// <summary>Makes the locator of data sets from the environment of this process.</summary>
internal static class DataLocation
{
    /// <summary>A locator; with a directory given on the command line nothing else is searched.</summary>
    /// <exception cref="UserErrorException">The directory does not exist.</exception>
    /// <param name="directory">The directory; null to search the usual places.</param>
    /// <param name="downloads">Whether what is nowhere is downloaded.</param>
    public static DataLocator CreateLocator(string? directory, bool downloads = true)
    {
        if (directory is not null && !Directory.Exists(directory))
        {
            throw new UserErrorException(
                $"The data directory '{directory}' does not exist. Give --data a directory that holds the data set's files, or leave it "
                    + "out to search the usual places (see 'dataworth data ls')."
            );
        }

        var usual = DataLocatorOptions.Create(Environment.GetEnvironmentVariable, Environment.CurrentDirectory, AppContext.BaseDirectory);
        return new DataLocator(usual with { ExplicitDirectory = directory, AllowDownload = usual.AllowDownload && downloads });
    }
}
