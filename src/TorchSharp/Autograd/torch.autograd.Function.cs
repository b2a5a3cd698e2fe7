namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>An operation with a backward pass of its own. Derive from <see cref="SingleTensorFunction{T}"/> or <see cref="MultiTensorFunction{T}"/>.</summary>
        /// <typeparam name="T">The derived type; one instance serves all calls.</typeparam>
        public abstract class Function<T>
            where T : Function<T>, new()
        {
            private static readonly T s_instance = new();

            internal Function()
            {
            }

            /// <summary>Name of the operation, for messages.</summary>
            public abstract string Name { get; }

            internal static List<Tensor> ApplyInternal(object[] vars)
            {
                var inputs = vars.Where(value => value is Tensor).Cast<Tensor>().ToArray();
                var context = new AutogradContext();
                List<Tensor> outputs;
                using (no_grad()) outputs = s_instance.Run(context, vars);
                return FunctionNode.Attach(s_instance.Name, inputs, outputs, context, gradients => s_instance.RunBackward(context, gradients));
            }

            internal abstract List<Tensor> Run(AutogradContext context, object[] vars);

            internal abstract List<Tensor> RunBackward(AutogradContext context, List<Tensor> gradients);
        }
    }
}
