namespace DataWorth.Tests.Golden;

/// <summary>The reference arrays in float32.</summary>
public sealed class SingleGoldenTests(GoldenProblems problems)
    : GoldenReproduction(problems, ScalarType.Float32),
        IClassFixture<GoldenProblems>;
