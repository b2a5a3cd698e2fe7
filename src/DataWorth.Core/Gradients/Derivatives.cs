using System.Runtime.InteropServices;
using DataWorth.Runtime;

namespace DataWorth.Gradients;

/// <summary>The one place that differentiates.</summary>
/// <remarks>
/// <c>autograd.grad</c> of TorchSharp ends the process where libtorch reports an error (an input that is not used, an operation in place,
/// an
/// operation without second derivative); <c>autograd.backward</c> reports it. So gradients are taken by the latter, which leaves them in
/// <c>grad</c>, and taken out of there; what a user had in there is put back.
/// </remarks>
internal static class Derivatives
{
    /// <summary>d (output . direction) / d input for each input; null where the output does not depend on it. The caller owns
    /// them.</summary>
    /// <param name="output">What is differentiated; has a graph (<c>requires_grad</c>).</param>
    /// <param name="inputs">By what; at least one, each with <c>requires_grad</c>.</param>
    /// <param name="direction">In the output's shape; null for a scalar output.</param>
    /// <param name="keepsGraph">Whether the graph is needed again. Default false.</param>
    /// <exception cref="InvalidOperationException">libtorch cannot differentiate it.</exception>
    public static IReadOnlyList<Tensor?> Of(Tensor output, IReadOnlyList<Tensor> inputs, Tensor? direction = null, bool keepsGraph = false)
    {
        using var scope = NewDisposeScope();
        // Asking an inner node for a gradient that it does not keep would print a warning.
        var kept = inputs.Select(input => input.is_leaf ? input.grad : null).ToList();
        Clear(inputs);
        try
        {
            autograd.backward([output], direction is null ? null : [direction], keepsGraph, inputs: [.. inputs]);
            return [.. inputs.Select(input => input.grad?.MoveToOuterDisposeScope())];
        }
        catch (ExternalException exception) when (!MemoryExhaustion.Is(exception))
        {
            CoreThrow.NotDifferentiable(exception);
            throw;
        }
        finally
        {
            Clear(inputs);
            for (var i = 0; i < inputs.Count; i++)
            {
                if (kept[i] is { } gradient)
                {
                    inputs[i].grad = gradient;
                }
            }
        }
    }

    /// <summary>The same of a scalar, recorded so that the gradients can be differentiated in turn. The graph of the output is
    /// kept.</summary>
    public static IReadOnlyList<Tensor?> Recorded(Tensor output, IReadOnlyList<Tensor> inputs)
    {
        // Only the function that ends the process can record without a warning about the gradients it leaves behind; a rehearsal shows that
        // it will not.
        foreach (var rehearsed in Of(output, inputs, keepsGraph: true))
        {
            rehearsed?.Dispose();
        }

        var gradients = autograd.grad([output], [.. inputs], retain_graph: true, create_graph: true, allow_unused: true);
        return [.. gradients.Select(gradient => gradient.IsInvalid ? null : gradient)];
    }

    private static void Clear(IReadOnlyList<Tensor> inputs)
    {
        foreach (var input in inputs)
        {
            input.grad = null;
        }
    }
}
