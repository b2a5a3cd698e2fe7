using DataWorth.Cli.Fits.Subjects;

namespace DataWorth.Cli.Fits;

/// <summary>Everything that decides what a fit computes.</summary>
/// <param name="Subject">Training data and model.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Options">Its options, with the name of the fit.</param>
internal sealed record FitDefinition(SubjectDefinition Subject, string Method, AttributionOptions Options)
{
    /// <summary>Whether the size of the method, such as its rank, was left to it: then one is taken that fits the machine. Default
    /// false.</summary>
    public bool ChoosesSize { get; init; }
}
