using DataWorth.Statistics;
using DataWorth.Tasks;

namespace DataWorth.Curvature;

/// <summary>The diagonal blocks of the Hessian of the mean training loss for groups of features, summed over training examples: a backward
/// pass per batch and feature.</summary>
public sealed class HessianBlocks : ExampleSums
{
    private readonly LossHessian _hessian;
    private readonly IReadOnlyList<(Tensor Columns, long[] Rows, Tensor Sum)> _groups;

    /// <summary>Starts with empty sums.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="groups">Name and features [d], Int64, of each group; taken over.</param>
    public HessianBlocks(LossHessian hessian, IReadOnlyList<(string Name, Tensor Columns)> groups)
    {
        _hessian = hessian;
        _groups =
        [
            .. groups.Select(group =>
            {
                var size = group.Columns.shape[0];
                var sum = Begin(group.Name + ".hessian", [size, size], ScalarType.Float64, group.Columns.device);
                using var rows = group.Columns.cpu();
                return (group.Columns, rows.data<long>().ToArray(), sum);
            }),
        ];
    }

    /// <inheritdoc/>
    public override void Add(ExampleBatch batch)
    {
        _hessian.Differentiate(
            batch,
            multiply =>
            {
                foreach (var (columns, rows, sum) in _groups)
                {
                    for (var row = 0; row < rows.Length; row++)
                    {
                        using var scope = NewDisposeScope();
                        var direction = zeros([_hessian.Size], ScalarType.Float64, columns.device);
                        direction.narrow(0, rows[row], 1).fill_(1);
                        sum[row].add_(multiply(direction).index_select(0, columns));
                    }
                }
            }
        );
        AddCount(batch.Count);
    }

    /// <summary>The blocks [d, d] in float64, in the order of the groups, new tensors.</summary>
    /// <exception cref="InvalidOperationException">There are no examples.</exception>
    public IReadOnlyList<Tensor> Means()
    {
        var count = RequireCount();
        return [.. _groups.Select(group => group.Sum / count)];
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        foreach (var (columns, _, _) in _groups)
        {
            columns.Dispose();
        }
    }
}
