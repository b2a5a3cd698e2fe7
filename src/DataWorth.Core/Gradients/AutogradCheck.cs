using DataWorth.Features;
using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Compares a row's collected gradients with those that libtorch takes of the weights themselves: they are others where a weight is
/// used beside its module, a hook of the user's changes what comes out, a module runs on another thread, a mask leaves out positions that have
/// a gradient, or a kind of module from outside takes a wrong one.</summary>
/// <remarks>Weights that are tracked in part only (or whose bias is another module's too), and those of more than 2^26 numbers, are passed over; no
/// more than 2^26 numbers of gradients are held at a time.</remarks>
internal sealed class AutogradCheck
{
    private const long MostNumbers = 1 << 26;
    private const double Share = 1e-6; // of the whole squared length: what is less may be rounding

    private readonly AttributionTask _task;
    private readonly List<List<Owner>> _parts = [];

    public AutogradCheck(AttributionTask task, TrackedModules modules)
    {
        _task = task;
        var parameters = DistinctParameters.Of(task.Model).ToDictionary(entry => entry.Name, entry => (Tensor)entry.Parameter);
        var inPart = modules.LeftOut.Select(entry => entry.Name).ToHashSet();
        var numbers = MostNumbers;
        foreach (var module in modules.Modules.DistinctBy(modules.FirstBlock))
        {
            var own = modules.Parameters.Where(parameter => parameter.Module == module.Name).ToList();
            var size = own.Sum(parameter => parameter.Size);
            var isWhole =
                own.Sum(parameter => parameter.Inputs) == module.Blocks[0].Inputs
                && own.TrueForAll(entry => !inPart.Contains(entry.Name) && parameters[entry.Name].NumberOfElements == entry.Size);
            var sharesBias = modules.Modules.Any(other =>
                other.BiasIdentity is { } bias && bias == module.BiasIdentity && other.WeightIdentity != module.WeightIdentity
            );
            if (size > MostNumbers || !isWhole || sharesBias)
            {
                continue;
            }

            if ((numbers += size) > MostNumbers)
            {
                _parts.Add([]);
                numbers = size;
            }

            var weights = own.OrderBy(parameter => parameter.IsBias).Select(parameter => (parameter, parameters[parameter.Name]));
            _parts[^1].Add(new(module, modules.FirstBlock(module), [.. weights]));
        }
    }

    /// <summary>Compares a row's gradients, module by module.</summary>
    /// <param name="row">One example.</param>
    /// <param name="objective">What was differentiated.</param>
    /// <param name="gradients">Its collected gradients.</param>
    /// <param name="tolerance">Largest distance, as a share of the longer of the two.</param>
    /// <exception cref="InvalidOperationException">A module's gradient is another.</exception>
    public void Run(ExampleBatch row, Objective objective, IReadOnlyList<GradientBlock> gradients, double tolerance)
    {
        double[] squares = [.. gradients.Select(block => Number(block.WeightedSquares(null)))];
        var floor = Math.Max(1e-10, Share * squares.Sum());
        foreach (var part in _parts)
        {
            using var scope = NewDisposeScope();
            foreach (var (owner, expected) in part.Zip(Differentiate(row, objective, part)))
            {
                using var off = no_grad();
                var (place, product) = (0L, 0.0);
                for (var i = owner.FirstBlock; i < owner.FirstBlock + owner.Module.Blocks.Count; i++)
                {
                    var block = expected.narrow(0, place, gradients[i].Shape.Outputs).to_type(gradients[i].Type);
                    product += Number(gradients[i].Dot(block.unsqueeze(0))); // [1, O, I]
                    place += gradients[i].Shape.Outputs;
                }

                var found = squares.Skip(owner.FirstBlock).Take(owner.Module.Blocks.Count).Sum();
                var exact = Number(expected.norm().square());
                var (longer, apart) = (Math.Max(found, exact), Math.Max(0, found - (2 * product) + exact));
                if (longer > floor && apart > tolerance * tolerance * longer)
                {
                    CoreThrow.OtherGradient(
                        owner.Module.Name,
                        objective.Name,
                        row.Ids[0],
                        Math.Sqrt(found),
                        Math.Sqrt(exact),
                        Math.Sqrt(apart / longer)
                    );
                }
            }
        }
    }

    // libtorch's gradients, one matrix [O, I] for each module.
    private List<Tensor> Differentiate(ExampleBatch row, Objective objective, List<Owner> part)
    {
        using var mode = EvaluationMode.Of(_task);
        using var on = enable_grad();
        var weights = part.SelectMany(owner => owner.Weights.Select(entry => entry.Weight)).ToList();
        var frozen = weights.FindAll(weight => !weight.requires_grad);
        frozen.ForEach(weight => weight.requires_grad = true);
        try
        {
            var values = ModelRun.Values(_task, ModelRun.Forward(_task, row), row, objective);
            var taken = values.requires_grad ? Derivatives.Of(values.sum(), weights) : new Tensor?[weights.Count];
            using var off = no_grad();
            var all = new Queue<Tensor>(weights.Zip(taken, (weight, gradient) => gradient ?? zeros_like(weight)));
            return part.ConvertAll(owner => cat([.. owner.Weights.Select(entry => Matrix(entry.Parameter, all.Dequeue()))], 1));
        }
        finally
        {
            frozen.ForEach(weight => weight.requires_grad = false);
        }
    }

    private static Tensor Matrix(TrackedParameter parameter, Tensor gradient)
    {
        var dense = gradient.is_sparse ? gradient.to_dense() : gradient;
        return parameter.IsTransposed
            ? dense.reshape(parameter.Inputs, parameter.Outputs).t()
            : dense.reshape(parameter.Outputs, parameter.Inputs);
    }

    private static double Number(Tensor value) => value.to_type(ScalarType.Float64).item<double>();

    private sealed record Owner(TrackedModule Module, int FirstBlock, List<(TrackedParameter Parameter, Tensor Weight)> Weights);
}
