namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>An operation with several results and a backward pass of its own.</summary>
        /// <typeparam name="T">The derived type.</typeparam>
        public abstract class MultiTensorFunction<T> : Function<T>
            where T : MultiTensorFunction<T>, new()
        {
            /// <summary>Runs the operation and records it.</summary>
            /// <param name="vars">Arguments of <see cref="forward"/>; those that are tensors take part in the graph.</param>
            public static List<Tensor> apply(params object[] vars) => ApplyInternal(vars);

            /// <summary>Computes the results; nothing is recorded meanwhile.</summary>
            /// <param name="ctx">Keeps what the backward pass needs.</param>
            /// <param name="vars">The arguments.</param>
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <summary>Computes the gradients of the arguments.</summary>
            /// <param name="ctx">What the forward pass kept.</param>
            /// <param name="grad_outputs">Gradients of the results; zeros for those that took no part.</param>
            /// <returns>A gradient, or null, for each argument that is a tensor.</returns>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> Run(AutogradContext context, object[] vars) => forward(context, vars);

            internal sealed override List<Tensor> RunBackward(AutogradContext context, List<Tensor> gradients) => backward(context, gradients);
        }
    }
}
