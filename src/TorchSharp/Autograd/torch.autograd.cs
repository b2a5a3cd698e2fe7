namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients of tensors through the graph of recorded operations.</summary>
    public static unsafe partial class autograd
    {
        /// <summary>Gradients of the sum of the outputs with respect to the inputs; the leaves' own gradients are left alone.</summary>
        /// <param name="outputs">Tensors with a history.</param>
        /// <param name="inputs">Tensors that took part in it.</param>
        /// <param name="grad_outputs">A gradient per output, the vector of the vector-Jacobian product; 1 for single numbers if null.</param>
        /// <param name="retain_graph">Keeps the graph for another pass.</param>
        /// <param name="create_graph">Records the gradients' own history; keeps the graph.</param>
        /// <param name="allow_unused">Gives null for an input that no output depends on, instead of an error.</param>
        /// <returns>A gradient per input; null where <paramref name="allow_unused"/> permits it.</returns>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            var outputHandles = Handles(outputs);
            var inputHandles = Handles(inputs);
            var gradientHandles = Handles(grad_outputs);
            var results = new nint[inputHandles.Length];
            int code;
            fixed (nint* output = outputHandles, input = inputHandles, gradient = gradientHandles, result = results)
            {
                code = NativeMethods.dw_autograd_grad(
                    output, outputHandles.Length, input, inputHandles.Length, gradient, gradientHandles.Length,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, result);
            }

            KeepAlive(outputs, inputs, grad_outputs);
            NativeMethods.Check(code);
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        /// <summary>Adds the gradients of the sum of the tensors to the leaves of their graph, or to given inputs.</summary>
        /// <param name="tensors">Tensors with a history.</param>
        /// <param name="grad_tensors">A gradient per tensor; 1 for single numbers if null.</param>
        /// <param name="retain_graph">Keeps the graph for another pass; as <paramref name="create_graph"/> if null.</param>
        /// <param name="create_graph">Records the gradients' own history.</param>
        /// <param name="inputs">The only tensors that receive gradients; all leaves if null.</param>
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            var outputHandles = Handles(tensors);
            var inputHandles = Handles(inputs);
            var gradientHandles = Handles(grad_tensors);
            int code;
            fixed (nint* output = outputHandles, input = inputHandles, gradient = gradientHandles)
            {
                code = NativeMethods.dw_autograd_backward(
                    output, outputHandles.Length, gradient, gradientHandles.Length,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, input, inputHandles.Length);
            }

            KeepAlive(tensors, inputs, grad_tensors);
            NativeMethods.Check(code);
        }

        /// <summary>Adds the gradients of a tensor to the leaves of its graph, or to given inputs.</summary>
        /// <param name="tensor">A tensor with a history.</param>
        /// <param name="grad_tensors">The gradient of the tensor; 1 for a single number if null.</param>
        /// <param name="retain_graph">Keeps the graph for another pass; as <paramref name="create_graph"/> if null.</param>
        /// <param name="create_graph">Records the gradients' own history.</param>
        /// <param name="inputs">The only tensors that receive gradients; all leaves if null.</param>
        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null) return [];
            var handles = new nint[tensors.Count];
            for (var i = 0; i < handles.Length; i++) handles[i] = tensors[i]?.Handle ?? 0;
            return handles;
        }

        private static void KeepAlive(IList<Tensor> first, IList<Tensor>? second, IList<Tensor>? third)
        {
            GC.KeepAlive(first);
            GC.KeepAlive(second);
            GC.KeepAlive(third);
        }
    }
}
