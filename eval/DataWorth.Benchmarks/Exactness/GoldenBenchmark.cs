using System.Globalization;
using DataWorth.Golden;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Exactness;

/// <summary>Prints, for every reference array of the golden files and both floating types, the largest difference of the product's values
/// over the largest value, and the tolerance.</summary>
public sealed class GoldenBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "golden";

    /// <inheritdoc/>
    public string Description =>
        "differences of the product's scores from the reference programs' (--golden DIR, DATAWORTH_GOLDEN or ../shared/golden)";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (GoldenDirectory.Find() is not { } directory)
        {
            context.Note("not measured: " + GoldenDirectory.Missing);
            return;
        }

        var (arrays, missed) = (0, 0);
        foreach (var model in GoldenProblem.Models)
        {
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
            {
                using var problem = GoldenProblem.Open(directory, model, type);
                var group = "";
                foreach (var golden in GoldenCases.Of(model))
                {
                    if (golden.Group != group)
                    {
                        problem.Forget();
                    }

                    group = golden.Group;
                    using var scope = NewDisposeScope();
                    var (difference, tolerance) = (golden.Difference(problem), golden.Tolerance(type));
                    var isMet = difference < tolerance;
                    (arrays, missed) = (arrays + 1, missed + (isMet ? 0 : 1));
                    context.Note(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{model + "/" + golden.Array, -48} {type, -8} {difference, 9:0.0e+00} {tolerance, 9:0.0e+00} "
                                + $"{(isMet ? "" : "MISSED")}"
                        )
                    );
                }
            }
        }

        context.Note($"{arrays} comparisons, {missed} missed; difference = largest difference over largest value");
    }
}
