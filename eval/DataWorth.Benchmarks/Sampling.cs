using System.Diagnostics;

namespace DataWorth.Benchmarks;

/// <summary>Times actions side by side, so that all of them see the same state of the machine.</summary>
public static class Sampling
{
    /// <summary>Runs all actions in turn, round after round, and keeps the shortest time of each.</summary>
    /// <param name="actions">The actions; each is run three times first without being timed.</param>
    /// <param name="rounds">Number of rounds.</param>
    /// <returns>Shortest times in seconds, in the order of the actions.</returns>
    public static double[] Best(IReadOnlyList<Action> actions, int rounds)
    {
        foreach (var action in actions)
        {
            for (var warmUp = 0; warmUp < 3; warmUp++) action();
        }
        var best = new double[actions.Count];
        Array.Fill(best, double.PositiveInfinity);
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < actions.Count; index++)
            {
                var start = Stopwatch.GetTimestamp();
                actions[index]();
                best[index] = Math.Min(best[index], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return best;
    }

    /// <summary>As <see cref="Best"/>, in processor time of all threads: a busy machine lengthens it far less than the time that passes.</summary>
    /// <param name="actions">The actions; each is run three times first without being timed.</param>
    /// <param name="rounds">Number of rounds.</param>
    /// <returns>Shortest processor times in seconds, in the order of the actions.</returns>
    public static double[] BestProcessorTime(IReadOnlyList<Action> actions, int rounds)
    {
        foreach (var action in actions)
        {
            for (var warmUp = 0; warmUp < 3; warmUp++) action();
        }
        var best = new double[actions.Count];
        Array.Fill(best, double.PositiveInfinity);
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < actions.Count; index++)
            {
                var start = Environment.CpuUsage.TotalTime;
                actions[index]();
                best[index] = Math.Min(best[index], (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            }
        }
        return best;
    }
}
