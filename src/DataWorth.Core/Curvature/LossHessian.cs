using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Curvature;

/// <summary>Products of the exact Hessian H = (1/N) sum_n d2 l_n / d theta2 of the mean training loss over the tracked parameters, in the
/// layout of the gradients.</summary>
/// <remarks>By differentiating twice: H v as one backward pass through the recorded gradient. Computed in the model's floating type, summed
/// in float64 (<see cref="HessianProduct"/>, <see cref="HessianBlocks"/>).</remarks>
/// <param name="task">The model and its loss.</param>
/// <param name="modules">The tracked modules.</param>
/// <param name="order">Their parameters.</param>
public sealed class LossHessian(AttributionTask task, TrackedModules modules, ParameterOrder order)
{
    /// <summary>Number of rows and columns D.</summary>
    public long Size => modules.Layout.Size;

    /// <summary>The type in which it is computed.</summary>
    internal ScalarType Type => order.Parameters[0].Parameter.dtype;

    /// <summary>Differentiates the loss of a batch once, and lets it be differentiated again.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="use">Is given the function v [D] -> (sum of the examples' Hessians) v, a new tensor [D] in float64.</param>
    public void Differentiate(ExampleBatch batch, Action<Func<Tensor, Tensor>> use)
    {
        List<Tensor> parameters = [.. order.Parameters.Select(entry => entry.Parameter)];
        var frozen = parameters.Where(parameter => !parameter.requires_grad).ToList();
        frozen.ForEach(parameter => parameter.requires_grad_(true));
        try
        {
            using var scope = NewDisposeScope();
            using var evaluation = EvaluationMode.Of(task);
            using var mode = enable_grad();
            var gradient = Arrange(Derivatives.Recorded(Loss(batch), parameters), parameters);
            use(vector =>
            {
                using var inner = NewDisposeScope();
                var product = gradient.requires_grad
                    ? Arrange(Derivatives.Of(gradient, parameters, vector.to_type(gradient.dtype), keepsGraph: true), parameters)
                    : zeros_like(gradient);
                return product.to_type(ScalarType.Float64).MoveToOuterDisposeScope();
            });
        }
        finally
        {
            frozen.ForEach(parameter => parameter.requires_grad_(false));
        }
    }

    private Tensor Loss(ExampleBatch batch)
    {
        using var second = SecondDerivatives.Take();
        var loss = ModelRun.Values(task, ModelRun.Forward(task, batch), batch, Objective.Loss).sum();
        if (!loss.requires_grad)
        {
            CoreThrow.NoGradient("loss");
        }

        return loss;
    }

    private Tensor Arrange(IReadOnlyList<Tensor?> gradients, List<Tensor> parameters)
    {
        using var scope = NewDisposeScope();
        return order
            .Arrange([.. gradients.Select((gradient, i) => gradient ?? zeros_like(parameters[i]).detach())])
            .MoveToOuterDisposeScope();
    }
}
