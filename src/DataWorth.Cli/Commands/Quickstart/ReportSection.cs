using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>What the report shows.</summary>
internal sealed record ReportSection
{
    /// <summary>How many proponents and how many opponents are shown per query.</summary>
    [Description("How many of the strongest proponents, and how many opponents, are shown for each query.")]
    [Range(1, 50)]
    public int Neighbours { get; init; } = 8;
}
