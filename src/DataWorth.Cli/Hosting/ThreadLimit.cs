namespace DataWorth.Cli.Hosting;

/// <summary>Refuses more threads than there are processors: they wait for each other, a hundredfold slower.</summary>
internal static class ThreadLimit
{
    /// <summary>The most that an option or a file can ask for.</summary>
    public static int Most => Environment.ProcessorCount;

    /// <summary>Checks a number of threads.</summary>
    /// <param name="threads">Threads; null for the default.</param>
    /// <param name="name">What it is called, such as --threads.</param>
    /// <exception cref="UserErrorException">There are fewer processors.</exception>
    public static void Check(int? threads, string name)
    {
        if (threads > Most)
        {
            throw new UserErrorException(
                $"{name} is {threads}, expected at most {Most}, the number of this machine's processors. Leave it out to use them all."
            );
        }
    }
}
