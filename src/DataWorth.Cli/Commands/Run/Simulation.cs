using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Simulation;

namespace DataWorth.Cli.Commands.Run;

/// <summary>What is missing of a plan, played through with imagined workers.</summary>
/// <param name="Options">The workers.</param>
/// <param name="Seconds">From the beginning to the end.</param>
/// <param name="Utilization">Share of the workers' time that they compute.</param>
/// <param name="StoreBytes">Bytes that are left in the store.</param>
/// <param name="NetworkBytes">Bytes between workers and store, written and read.</param>
/// <param name="Cost">Price of the workers.</param>
internal sealed record Simulation(
    SimulationOptions Options,
    double Seconds,
    double Utilization,
    long StoreBytes,
    long NetworkBytes,
    double Cost
)
{
    /// <summary>Seconds: thirty years, beyond which nothing is a prediction.</summary>
    private const double Longest = 1e9;

    /// <summary>Plays what is missing.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="status">What is there.</param>
    /// <param name="rates">How fast stages were.</param>
    /// <param name="settings">Names and values of <see cref="SimulationOptions"/>; none for no simulation.</param>
    /// <exception cref="UserErrorException">A value is not understood, or no such stage was ever run in the store.</exception>
    public static Simulation? Of(Plan plan, RunStatus status, StageRates rates, IReadOnlyList<string> settings)
    {
        if (settings.Count == 0)
        {
            return null;
        }

        var values = Fit.Settings.Read(settings, "--simulate", "workers=64 or flops=4e14");
        SimulationOptions options;
        try
        {
            options = OptionsBinder.Bind(new SimulationOptions(), values);
        }
        catch (OptionException exception)
        {
            throw new UserErrorException($"--simulate {exception.Path}: {exception.Message}", exception);
        }

        if (options.Cores > 1 && !values.Any(value => value.Key == "shared-speed"))
        {
            options = options with { SharedSpeed = CoreSharing.Measure(options.Cores) };
        }

        if (options.Flops == 0 && status.Stages.FirstOrDefault(row => !row.IsComplete && rates.Seconds(row.Stage) is null) is { } unknown)
        {
            throw new UserErrorException(
                $"No stage like '{unknown.Stage.Name}' ({unknown.Stage.Kind}) was ever run in this store, so that nobody knows how long it takes. Run a "
                    + "smaller pipeline of the same model and methods in it first, or say how fast a worker is: --simulate flops=4e14."
            );
        }

        var missing = status.Stages.ToDictionary(row => row.Stage.Name, row => row.Stage.Shards - row.Present);
        var run = Play(options);
        if (!IsImaginable(run))
        {
            var seconds = double.IsFinite(run.Seconds) ? run.Seconds.ToString("0.##e+0", CultureInfo.InvariantCulture) : "endless";
            throw new UserErrorException(
                $"The run would take {seconds} seconds with {Cause()}, expected at most {Longest.ToString("0e+0", CultureInfo.InvariantCulture)}. "
                    + "Give other values."
            );
        }

        return new Simulation(options, run.Seconds, run.Utilization(options.Workers), run.StoreBytes, run.NetworkBytes, run.Cost);

        SimulatedRun Play(SimulationOptions played) =>
            PlanSimulation.Run(
                plan,
                stage => rates.Pace(stage) ?? default,
                stage => missing[stage.Name],
                played,
                played.Flops > 0 ? 0 : rates.Opening(plan)
            );

        bool IsImaginableWithout(string name) =>
            IsImaginable(Play(OptionsBinder.Bind(new SimulationOptions(), values.Where(value => value.Key != name).ToDictionary())));

        // The value without which the run is one of this world; all of them where there is none.
        string Cause()
        {
            var one = values.Where(value => IsImaginableWithout(value.Key)).Take(1).ToList();
            return string.Join(" and ", (one.Count > 0 ? one : [.. values]).Select(value => $"--simulate {value.Key}={value.Value}"));
        }
    }

    private static bool IsImaginable(SimulatedRun run) => run.Seconds <= Longest && double.IsFinite(run.Cost);

    /// <summary>Writes it for people.</summary>
    public void Write(TextWriter output) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"With {CountText.Of(Options.Workers, "worker")}: {ProgressText.Duration(Seconds)}, {100 * Utilization:0} % of "
                    + $"their time used, {ByteText.Of(StoreBytes)} written, {ByteText.Of(NetworkBytes)} between workers and store"
                    + $"{(Options.Price > 0 ? $", price {Cost:N2}" : "")}."
            )
        );
}
