namespace DataWorth.Workflow.Simulation;

/// <summary>What a simulation says of a run.</summary>
/// <param name="Seconds">From its beginning to its end.</param>
/// <param name="BusySeconds">Seconds that workers compute, added up.</param>
/// <param name="Stages">When each stage begins and ends.</param>
/// <param name="StoreBytes">Bytes that it leaves in the store.</param>
/// <param name="NetworkBytes">Bytes between workers and store, written and read.</param>
/// <param name="Cost">Price of the workers, which are held from the beginning to the end.</param>
public sealed record SimulatedRun(
    double Seconds,
    double BusySeconds,
    IReadOnlyList<(string Stage, double Begin, double End)> Stages,
    long StoreBytes,
    long NetworkBytes,
    double Cost
)
{
    /// <summary>Share of the workers' time that they compute, 0 to 1.</summary>
    /// <param name="workers">Their number.</param>
    public double Utilization(int workers) => Seconds == 0 ? 0 : BusySeconds / (Seconds * workers);
}
