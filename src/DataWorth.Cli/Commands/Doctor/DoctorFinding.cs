namespace DataWorth.Cli.Commands.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="State">How it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
internal sealed record DoctorFinding(string Name, DoctorState State, string Value, string? Remedy = null);
