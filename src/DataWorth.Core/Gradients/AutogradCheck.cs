using DataWorth.Features;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Compares a row's collected gradients with those that libtorch takes of the weights themselves: they have other lengths where a
/// weight is used beside its module, a hook of the user's changes what comes out, a module runs on another thread, or a mask leaves out
/// positions that have a gradient.</summary>
/// <remarks>Weights that are tracked in part only, and tables of more than 2^26 numbers, are passed over; no more than 2^24 numbers of gradients
/// are held at a time, or one weight's.</remarks>
internal sealed class AutogradCheck
{
    private const long NumbersAtOnce = 1 << 24;
    private const long MostNumbers = 1 << 26;
    private const double Share = 1e-6; // of the whole squared length: what is less may be rounding

    private readonly AttributionTask _task;
    private readonly List<List<Owner>> _parts = [];

    public AutogradCheck(AttributionTask task, TrackedModules modules)
    {
        _task = task;
        var parameters = DistinctParameters.Of(task.Model).ToDictionary(entry => entry.Name, entry => (Tensor)entry.Parameter);
        var inPart = modules.LeftOut.Select(entry => entry.Name).ToHashSet();
        var numbers = NumbersAtOnce;
        foreach (var module in modules.Modules.DistinctBy(modules.FirstBlock))
        {
            var own = modules.Parameters.Where(parameter => parameter.Module == module.Name).ToList();
            var size = own.Sum(parameter => parameter.Size);
            if (size > MostNumbers || own.Exists(parameter => inPart.Contains(parameter.Name)))
            {
                continue;
            }

            if ((numbers += size) > NumbersAtOnce)
            {
                _parts.Add([]);
                numbers = size;
            }

            _parts[^1]
                .Add(
                    new(
                        module.Name,
                        modules.FirstBlock(module),
                        module.Blocks.Count,
                        own.ConvertAll(parameter => parameters[parameter.Name])
                    )
                );
        }
    }

    /// <summary>Compares the lengths of a row's gradients, module by module.</summary>
    /// <param name="row">One example.</param>
    /// <param name="objective">What was differentiated.</param>
    /// <param name="gradients">Its collected gradients.</param>
    /// <param name="tolerance">Largest relative difference of two lengths.</param>
    /// <exception cref="InvalidOperationException">A module's gradient has another length.</exception>
    public void Run(ExampleBatch row, Objective objective, IReadOnlyList<GradientBlock> gradients, double tolerance)
    {
        double[] found = [.. gradients.Select(block => Number(block.WeightedSquares(null)))];
        var floor = Math.Max(1e-10, Share * found.Sum());
        foreach (var part in _parts)
        {
            foreach (var (owner, expected) in part.Zip(Squares(row, objective, part)))
            {
                var collected = found.Skip(owner.FirstBlock).Take(owner.Blocks).Sum();
                var (shorter, longer) = (Math.Min(expected, collected), Math.Max(expected, collected));
                if (longer > floor && Math.Sqrt(shorter) < (1 - tolerance) * Math.Sqrt(longer))
                {
                    CoreThrow.OtherGradient(owner.Module, objective.Name, row.Ids[0], Math.Sqrt(collected), Math.Sqrt(expected));
                }
            }
        }
    }

    // Squared lengths of libtorch's gradients, one for each module.
    private List<double> Squares(ExampleBatch row, Objective objective, List<Owner> part)
    {
        using var mode = EvaluationMode.Of(_task);
        using var scope = NewDisposeScope();
        using var on = enable_grad();
        var weights = part.SelectMany(owner => owner.Weights).ToList();
        var frozen = weights.FindAll(weight => !weight.requires_grad);
        frozen.ForEach(weight => weight.requires_grad = true);
        try
        {
            using var values = ModelRun.Values(_task, ModelRun.Forward(_task, row), row, objective);
            var taken = values.requires_grad ? Derivatives.Of(values.sum(), weights) : new Tensor?[weights.Count];
            var squares = new Queue<double>(taken.Select(gradient => gradient is null ? 0 : Square(gradient)));
            return part.ConvertAll(owner => owner.Weights.Sum(_ => squares.Dequeue()));
        }
        finally
        {
            frozen.ForEach(weight => weight.requires_grad = false);
        }
    }

    private static double Square(Tensor gradient)
    {
        using var off = no_grad();
        return Number((gradient.is_sparse ? gradient.to_dense() : gradient).norm().square());
    }

    private static double Number(Tensor value) => value.to_type(ScalarType.Float64).item<double>();

    private sealed record Owner(string Module, int FirstBlock, int Blocks, List<Tensor> Weights);
}
