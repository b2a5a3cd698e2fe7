using DataWorth.Artifacts;
using DataWorth.Methods.Logra;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>Running statistics of normalizations are those of training, and stay so.</summary>
public sealed class RunningStatisticsTests
{
    private const int Channels = 3;
    private const int Length = 4;

    /// <summary>libtorch averages an instance norm's statistics over the batch and writes them back, in evaluation mode too.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void AnInstanceNorm_IsAsBefore_AndItsFitCanBeAsked(int batchSize)
    {
        var context = new MLContext(1);
        using var norm = nn.InstanceNorm1d(Channels, track_running_stats: true);
        using var model = nn.Sequential(norm, nn.Flatten(), nn.Linear(Channels * Length, 2));
        norm.train();
        using (no_grad())
        {
            norm.call(arange(5 * Channels * Length, ScalarType.Float32).mul(0.37f).sin().view(5, Channels, Length)).Dispose();
        }

        var before = Buffers(norm);
        var view = context.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 20)
                .Select(i => new Row(
                    $"r{i}",
                    [.. Enumerable.Range(0, Channels * Length).Select(j => (float)Math.Sin((i * 1.3) + (j * j)))]
                ))
                .ToArray()
        );
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Numbers("Features", [Channels, Length])],
            batch => model.call(batch["Features"]),
            (outputs, _) => outputs.square().sum(1)
        );
        using var store = new MemoryArtifactStore();
        using var fit = context
            .Attribution.Logra(
                task,
                new LograOptions
                {
                    Store = store,
                    Rank = 2,
                    BatchSize = batchSize,
                }
            )
            .Fit(view);
        using var asked = fit.WithQueries(view);
        Assert.Equal(20, asked.Transform(view).GetColumn<float[]>("Score").Count());
        Assert.Equal(before, Buffers(norm));
    }

    private static float[] Buffers(nn.Module module) =>
        [.. module.buffers().SelectMany(buffer => buffer.to_type(ScalarType.Float32).data<float>())];

    private sealed record Row(string Id, [property: VectorType(Channels * Length)] float[] Features);
}
