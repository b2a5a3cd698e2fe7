namespace DataWorth.Cli.Commands.Doctor;

/// <summary>How a thing is.</summary>
internal enum DoctorState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but slowly or with less.</summary>
    Warning,

    /// <summary>Commands that compute cannot run without it.</summary>
    Missing,

    /// <summary>Results would be wrong.</summary>
    Wrong,
}
