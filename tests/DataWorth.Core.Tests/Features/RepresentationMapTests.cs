using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Tests.Features;

public sealed class RepresentationMapTests
{
    [Theory]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.BFloat16, true)]
    [InlineData(ScalarType.Float16, false)]
    [InlineData(ScalarType.Float16, true)]
    public void MeanOverManyPositionsOfA16BitModel_IsThatOfItsNumbers(ScalarType type, bool isMasked)
    {
        const int Positions = 100_000;
        using var model = nn.Sequential(("head", nn.Linear(1, 2, dtype: type)));
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Numbers("Features")],
            batch => model.call(batch["Features"]),
            (outputs, _) => outputs.flatten(1).sum(1),
            positionMask: isMasked ? batch => ones([batch.Count, Positions], type) : null
        );
        using var map = new RepresentationMap(task, TrackedModules.Select(model, new ModuleSelection()).Modules[0]);
        using var batch = new ExampleBatch(
            ["row"],
            new Dictionary<string, Tensor> { ["Features"] = ones([1, Positions, 1], type).DetachFromDisposeScope() }
        );
        using var features = map.Map(batch);
        Assert.Equal([1], features.Blocks[0].Materialize().ToDoubles());
    }
}
