namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>An operation with one result and a backward pass of its own.</summary>
        /// <typeparam name="T">The derived type.</typeparam>
        public abstract class SingleTensorFunction<T> : Function<T>
            where T : SingleTensorFunction<T>, new()
        {
            /// <summary>Runs the operation and records it.</summary>
            /// <param name="vars">Arguments of <see cref="forward"/>; those that are tensors take part in the graph.</param>
            public static Tensor apply(params object[] vars) => ApplyInternal(vars)[0];

            /// <summary>Computes the result; nothing is recorded meanwhile.</summary>
            /// <param name="ctx">Keeps what the backward pass needs.</param>
            /// <param name="vars">The arguments.</param>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>Computes the gradients of the arguments.</summary>
            /// <param name="ctx">What the forward pass kept.</param>
            /// <param name="grad_output">Gradient of the result.</param>
            /// <returns>A gradient, or null, for each argument that is a tensor.</returns>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> Run(AutogradContext context, object[] vars) => [forward(context, vars)];

            internal sealed override List<Tensor> RunBackward(AutogradContext context, List<Tensor> gradients) => backward(context, gradients[0]);
        }
    }
}
