namespace DataWorth.Tests.Golden;

/// <summary>The reference arrays in float64.</summary>
public sealed class DoubleGoldenTests(GoldenProblems problems)
    : GoldenReproduction(problems, ScalarType.Float64),
        IClassFixture<GoldenProblems>;
