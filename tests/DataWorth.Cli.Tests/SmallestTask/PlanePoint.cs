using Microsoft.ML.Data;

namespace DataWorth.Cli.Tests.SmallestTask;

/// <summary>A point of the plane and its side.</summary>
public sealed record PlanePoint
{
    public string Id { get; init; } = "";

    [VectorType(2)]
    public float[] Features { get; init; } = [];

    public int Label { get; init; }
}
