using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Work on all parameters or gradients of a model together.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients so that the norm of their concatenation is at most a bound.</summary>
            /// <param name="tensors">Parameters; those without a gradient are left out.</param>
            /// <param name="max_norm">The bound.</param>
            /// <param name="norm_type">Order of the norm, or infinity. Default 2.</param>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var unused = no_grad();
                using var scope = NewDisposeScope();
                var gradients = tensors.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
                if (gradients.Count == 0) return 0;
                using var norms = stack(gradients.Select(gradient => gradient.norm((float)norm_type)).ToList());
                var total = norms.norm((float)norm_type).to(ScalarType.Float64).item<double>();
                var factor = max_norm / (total + 1e-6);
                if (factor < 1)
                {
                    foreach (var gradient in gradients) gradient.mul_(factor);
                }
                return total;
            }

            /// <summary>Limits every gradient element to ±a bound.</summary>
            /// <param name="tensors">Parameters; those without a gradient are left out.</param>
            /// <param name="clip_value">The bound.</param>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var unused = no_grad();
                using var scope = NewDisposeScope();
                foreach (var parameter in tensors) parameter.grad?.clamp_(-clip_value, clip_value);
            }

            /// <summary>All parameters, flattened and concatenated.</summary>
            /// <param name="tensors">Parameters.</param>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.reshape(-1)).ToList()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies the pieces of a vector into parameters.</summary>
            /// <param name="vec">Vector with as many elements as the parameters together.</param>
            /// <param name="tensors">Parameters.</param>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var unused = no_grad();
                using var scope = NewDisposeScope();
                var start = 0L;
                foreach (var parameter in tensors)
                {
                    parameter.copy_(vec.narrow(0, start, parameter.numel()).view(parameter.shape));
                    start += parameter.numel();
                }
            }
        }
    }
}
