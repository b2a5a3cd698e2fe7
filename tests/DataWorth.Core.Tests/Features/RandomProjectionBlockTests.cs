using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Projections;

namespace DataWorth.Core.Tests.Features;

public sealed class RandomProjectionBlockTests
{
    [Fact]
    public void Features_DoNotDependOnHowManyRowsOfPAreHeldAtOnce()
    {
        using var problem = new SmallClassifier();
        double[]? expected = null;
        foreach (var numbers in new long[] { 1 << 24, 1, 300 })
        {
            using var scope = NewDisposeScope();
            var modules = TrackedModules.Select(problem.Model, new ModuleSelection { TrackBias = true });
            using var map = new RandomProjectionMap(
                problem.Task,
                new GradientCollector(problem.Task, modules),
                new RademacherRows(16, 4, ScalarType.Float64, CPU),
                numbers
            );
            using var batch = problem.Batch();
            using var features = map.Map(batch);
            var values = features.ToRows(map.Layout, ScalarType.Float64, CPU).ToDoubles();
            expected ??= values;
            Numbers.Close(expected, values, 1e-12, 1e-13);
        }
    }
}
