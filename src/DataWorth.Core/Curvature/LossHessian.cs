using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Curvature;

/// <summary>The exact Hessian H = (1/N) sum_n d2 l_n / d theta2 of the mean training loss over the tracked parameters, in the layout of the
/// gradients.</summary>
/// <remarks>By differentiating twice: rows of H, or products H v, each as one backward pass through the recorded gradient. Computed in the
/// model's floating type, summed in float64.</remarks>
public sealed class LossHessian
{
    private readonly AttributionTask _task;
    private readonly ParameterOrder _order;
    private readonly Func<IEnumerable<ExampleBatch>> _batches;

    /// <summary>Describes the Hessian; computes nothing yet.</summary>
    /// <param name="task">The model and its loss.</param>
    /// <param name="modules">The tracked modules.</param>
    /// <param name="order">Their parameters.</param>
    /// <param name="batches">Reads the training examples; called once per pass.</param>
    public LossHessian(AttributionTask task, TrackedModules modules, ParameterOrder order, Func<IEnumerable<ExampleBatch>> batches)
    {
        _task = task;
        Layout = modules.Layout;
        _order = order;
        _batches = batches;
    }

    /// <summary>Layout of rows and columns.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>H v, a new tensor [D] in float64: one pass over the training examples.</summary>
    /// <param name="vector">v [D].</param>
    public Tensor Multiply(Tensor vector)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([Layout.Size], ScalarType.Float64, vector.device);
        var count = Pass(derivative => sum.add_(derivative(vector)));
        return sum.div_(count).MoveToOuterDisposeScope();
    }

    /// <summary>The diagonal blocks of H for groups of features, new tensors [d, d] in float64: one pass, a backward pass per batch and
    /// feature.</summary>
    /// <param name="groups">An index [d] of features per group.</param>
    public IReadOnlyList<Tensor> Blocks(IReadOnlyList<Tensor> groups)
    {
        using var scope = NewDisposeScope();
        var device = groups[0].device;
        var blocks = groups.Select(columns => zeros([columns.shape[0], columns.shape[0]], ScalarType.Float64, device)).ToList();
        var indices = groups.Select(columns => columns.cpu().data<long>().ToArray()).ToList();
        var count = Pass(derivative =>
        {
            for (var i = 0; i < blocks.Count; i++)
            {
                for (var row = 0; row < indices[i].Length; row++)
                {
                    using var inner = NewDisposeScope();
                    var direction = zeros([Layout.Size], ScalarType.Float64, device);
                    direction[indices[i][row]] = ones([], ScalarType.Float64, device);
                    blocks[i][row].add_(derivative(direction).index_select(0, groups[i]));
                }
            }
        });
        foreach (var block in blocks)
        {
            block.div_(count);
        }

        return [.. blocks.Select(block => block.MoveToOuterDisposeScope())];
    }

    /// <summary>Runs all batches, handing out for each a function v -> (sum of the batch's Hessians) v. Returns the number of
    /// examples.</summary>
    private long Pass(Action<Func<Tensor, Tensor>> use)
    {
        long count = 0;
        var frozen = _order.Parameters.Select(entry => entry.Parameter).Where(parameter => !parameter.requires_grad).ToList();
        foreach (var parameter in frozen)
        {
            parameter.requires_grad_(true);
        }

        try
        {
            foreach (var batch in _batches())
            {
                using var scope = NewDisposeScope();
                using var evaluation = EvaluationMode.Of(_task.Model);
                using var mode = enable_grad();
                var gradient = Gradient(Loss(batch), null);
                use(vector =>
                {
                    using var inner = NewDisposeScope();
                    return gradient.requires_grad
                        ? Gradient(gradient, vector.to_type(gradient.dtype)).to_type(ScalarType.Float64).MoveToOuterDisposeScope()
                        : zeros([Layout.Size], ScalarType.Float64, gradient.device).MoveToOuterDisposeScope();
                });
                count += batch.Count;
            }
        }
        finally
        {
            foreach (var parameter in frozen)
            {
                parameter.requires_grad_(false);
            }
        }

        if (count == 0)
        {
            CoreThrow.NoExamples();
        }

        return count;
    }

    private Tensor Loss(ExampleBatch batch)
    {
        var loss = ModelRun.Values(_task, ModelRun.Forward(_task, batch), batch, Objective.Loss).sum();
        if (!loss.requires_grad)
        {
            CoreThrow.NoGradient("loss");
        }

        return loss;
    }

    // The gradient of the loss, recorded; or the product of the Hessian and a direction.
    private Tensor Gradient(Tensor output, Tensor? direction)
    {
        using var scope = NewDisposeScope();
        List<Tensor> parameters = [.. _order.Parameters.Select(entry => entry.Parameter)];
        var gradients = direction is null
            ? Derivatives.Recorded(output, parameters)
            : Derivatives.Of(output, parameters, direction, keepsGraph: true);
        return _order
            .Arrange([.. gradients.Select((gradient, i) => gradient ?? zeros_like(parameters[i]).detach())])
            .MoveToOuterDisposeScope();
    }
}
