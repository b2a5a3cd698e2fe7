using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>One reference array and how the product computes it.</summary>
/// <param name="Array">Name below 'ref64/'.</param>
/// <param name="Compute">The product's values, query x train (or one per example).</param>
internal sealed record GoldenCase(string Array, Func<GoldenProblem, double[]> Compute)
{
    private const double Single = 1e-4;
    private const double IllConditionedSingle = 1e-3; // modes that divide by a gradient norm of 1e-5, systems near singularity
    private const double Double = 2e-7; // the reference arrays and the scores are rounded to float32

    /// <summary>Cases of one group share fits: they are run together.</summary>
    public required string Group { get; init; }

    /// <summary>Whether the table of the reference arrays calls the quantity ill-conditioned in float32.</summary>
    public bool IsIllConditioned { get; init; }

    /// <summary>Whether the reference program's scale is arbitrary: one global factor is fitted before the comparison.</summary>
    public bool IsUpToFactor { get; init; }

    public double Tolerance(ScalarType type) =>
        type == ScalarType.Float64 ? Double
        : IsIllConditioned ? IllConditionedSingle
        : Single;

    /// <summary>Largest difference over largest value.</summary>
    public double Difference(GoldenProblem problem)
    {
        var expected = problem.File.Doubles("ref64/" + Array);
        var actual = Compute(problem);
        if (expected.Length != actual.Length)
        {
            throw new InvalidOperationException($"{problem.Name}/{Array} has {expected.Length} values, the product gave {actual.Length}.");
        }

        var factor = IsUpToFactor ? Product(expected, actual) / Product(actual, actual) : 1;
        return expected.Zip(actual, (e, a) => Math.Abs(e - (factor * a))).Max() / expected.Max(Math.Abs);
    }

    private static double Product(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();
}
