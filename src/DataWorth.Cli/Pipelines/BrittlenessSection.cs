using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>The brittleness test.</summary>
internal sealed record BrittlenessSection
{
    /// <summary>Number of queries.</summary>
    [Description("Number of queries that all attributed models classify correctly; 0 for no test.")]
    [Range(0, 10000)]
    public int Queries { get; init; }

    /// <summary>Numbers of removed examples.</summary>
    [Description("Numbers of removed examples.")]
    [Range(1, 60000)]
    public IReadOnlyList<int> Removals { get; init; } = [50, 100, 200];

    /// <summary>Retrainings after each removal.</summary>
    [Description("Retrainings after each removal, from the seeds of the attributed models.")]
    [Range(1, 100)]
    public int Retrainings { get; init; } = 3;

    /// <summary>Labels of the tested methods.</summary>
    [Description("Labels of the methods that are tested.")]
    public IReadOnlyList<string> Methods { get; init; } = [];
}
