namespace DataWorth.Artifacts.Tests;

/// <summary>Starts a program again and again and kills it at random moments after a line that it tells.</summary>
internal sealed class KillLoop(Func<BuildProcess> start)
{
    /// <summary>Runs that were killed.</summary>
    public int Killed { get; private set; }

    /// <summary>Kills so many runs, looking at what each leaves.</summary>
    /// <param name="kills">Number of kills.</param>
    /// <param name="after">The beginning of the line after which a run is killed.</param>
    /// <param name="longest">Longest time from that line to the kill; shortened while runs end by themselves.</param>
    /// <param name="reset">Called when a run ended by itself, to make work again.</param>
    /// <param name="inspect">Called after every kill with what the run told.</param>
    public void Run(int kills, string after, TimeSpan longest, Action reset, Action<IReadOnlyList<string>> inspect)
    {
        var random = new Random(kills);
        var runs = 0;
        for (var goal = Killed + kills; Killed < goal; )
        {
            Assert.True(++runs < 20 * kills, $"only {Killed} of {runs} runs could be killed after '{after}'");
            using var process = start();
            var told = process.WaitForLine(after);
            if (!told || process.EndsWithinOrIsKilled(longest * random.NextDouble()))
            {
                process.RequireSuccess();
                longest *= 0.7;
                reset();
            }
            else
            {
                Killed++;
                inspect(process.Lines);
            }
        }
    }
}
