using System.Diagnostics;
using System.Globalization;

namespace DataWorth.Benchmarks;

/// <summary>Clock and table of a benchmark. Subjects that are compared are measured in turns, so that drift of the machine hits all of
/// them.</summary>
/// <param name="repeats">How often each subject is measured; at least 1.</param>
/// <param name="output">Where the table goes.</param>
public sealed class BenchmarkContext(int repeats, TextWriter output)
{
    private readonly List<Action> _afterwards = [];

    /// <summary>How often each subject is measured.</summary>
    public int Repeats { get; } = repeats;

    /// <summary>Puts off work of the run that is going on until its time is taken: removing a file of gigabytes takes as long as writing
    /// it.</summary>
    /// <param name="work">The work.</param>
    public void Afterwards(Action work) => _afterwards.Add(work);

    /// <summary>Measures subjects in turns, after one round that is not counted.</summary>
    /// <param name="iterations">Runs per measurement; the times are those of one run. 1 for runs of a millisecond and more.</param>
    /// <param name="factor">Measurements per repeat.</param>
    /// <param name="subjects">What they are, and one run of each.</param>
    /// <returns>A measurement per subject, in their order.</returns>
    public Measurement[] MeasureTogether(int iterations, int factor, params (string Label, Action Run)[] subjects)
    {
        var wall = subjects.Select(_ => new double[Repeats * factor]).ToArray();
        var cpu = subjects.Select(_ => new double[Repeats * factor]).ToArray();
        for (var repeat = -1; repeat < Repeats * factor; repeat++)
        {
            for (var s = 0; s < subjects.Length; s++)
            {
                var run = subjects[s].Run;
                var cpuStart = ProcessorClock.Seconds;
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < iterations; i++)
                {
                    run();
                }

                var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var cpuElapsed = ProcessorClock.Seconds - cpuStart;
                _afterwards.ForEach(work => work());
                _afterwards.Clear();
                if (repeat < 0)
                {
                    continue;
                }

                wall[s][repeat] = elapsed / iterations;
                cpu[s][repeat] = cpuElapsed / iterations;
            }
        }

        return [.. subjects.Select((subject, s) => new Measurement(subject.Label, wall[s], cpu[s]))];
    }

    /// <summary>Writes one row: a measurement and what it means.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="note">A figure derived from it, such as a rate.</param>
    public void Row(Measurement measurement, string note = "") =>
        output.WriteLine(
            $"  {measurement.Label, -44} {Time(measurement.Median), 12} {Time(measurement.Best), 12} {Time(measurement.MedianCpu), 12}  "
                + $"{note}"
        );

    /// <summary>Writes the ratio of two measurements against a goal.</summary>
    /// <param name="label">What the ratio is.</param>
    /// <param name="ratio">Its value.</param>
    /// <param name="goal">The bound it should keep.</param>
    /// <param name="atMost">True if the bound is an upper one.</param>
    /// <param name="unit">Unit of both.</param>
    public void Goal(string label, double ratio, double goal, bool atMost, string unit = "")
    {
        var met = atMost ? ratio <= goal : ratio >= goal;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {label, -44} {ratio:0.000}{unit}  goal {(atMost ? "<=" : ">=")} {goal:0.00}{unit}: {(met ? "met" : "MISSED")}"
            )
        );
    }

    /// <summary>Writes a line of text.</summary>
    /// <param name="text">Why something was not measured, or what the rows mean.</param>
    public void Note(string text) => output.WriteLine($"  {text}");

    /// <summary>Quotient of the shortest times: what other work on the machine adds to either does not count.</summary>
    /// <param name="numerator">The time above.</param>
    /// <param name="denominator">The time below.</param>
    public static double Ratio(Measurement numerator, Measurement denominator) => numerator.Best / denominator.Best;

    /// <summary>Writes the heading of a benchmark.</summary>
    /// <param name="benchmark">The benchmark.</param>
    public void Heading(IBenchmark benchmark)
    {
        output.WriteLine($"{benchmark.Name}: {benchmark.Description}");
        output.WriteLine($"  {"", -44} {"median", 12} {"best", 12} {"median cpu", 12}");
    }

    private static string Time(double seconds) =>
        seconds switch
        {
            < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0.000} us"),
            < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.000} ms"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000} s"),
        };
}
