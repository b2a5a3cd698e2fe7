namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded for gradients.</summary>
        public bool requires_grad
        {
            get => Info().Flags.HasFlag(TensorFlags.RequiresGrad);
            set
            {
                NativeMethods.Check(NativeMethods.dw_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>The gradient that <c>backward</c> accumulated here, as a new object each time; null if there is none.</summary>
        public Tensor? grad
        {
            get
            {
                nint result;
                NativeMethods.Check(NativeMethods.dw_tensor_get_grad(Handle, &result));
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }

            set
            {
                NativeMethods.Check(NativeMethods.dw_tensor_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Sets whether operations on the tensor are recorded for gradients.</summary>
        /// <param name="requires_grad">Whether they are.</param>
        /// <returns>This tensor.</returns>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Sets whether operations on the tensor are recorded for gradients.</summary>
        /// <param name="requires_grad">Whether they are.</param>
        /// <returns>This tensor.</returns>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that an operation produced.</summary>
        public void retain_grad()
        {
            NativeMethods.Check(NativeMethods.dw_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>Adds the gradients of this one number to the leaves of its graph, which is freed.</summary>
        public void backward() => backward(null);

        /// <summary>Adds the gradients of this tensor to the leaves of its graph, or to given inputs.</summary>
        /// <param name="grad_tensors">The gradient of this tensor; 1 for a single number if null.</param>
        /// <param name="retain_graph">Keeps the graph for another pass.</param>
        /// <param name="create_graph">Records the gradients' own history.</param>
        /// <param name="inputs">The only tensors that receive gradients; all leaves if null.</param>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
