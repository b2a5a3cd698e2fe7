namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private static readonly Operator s_setData = Operator.Find("aten::set_data");

            /// <summary>Converts parameters, gradients and buffers in place; the tensor objects stay the same.</summary>
            /// <remarks>Tensors that are not floating point (counters) change the device only.</remarks>
            internal void Convert(ScalarType? dtype, Device? device)
            {
                using var unused = no_grad();
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    Replace(parameter, dtype, device);
                    if (grad is null) continue;
                    using var converted = Converted(grad, dtype, device);
                    if (converted is not null) parameter.grad = converted;
                }
                foreach (var buffer in buffers()) Replace(buffer, dtype, device);
            }

            private static void Replace(Tensor tensor, ScalarType? dtype, Device? device)
            {
                using var converted = Converted(tensor, dtype, device);
                if (converted is not null) s_setData.CallVoid(tensor, converted);
            }

            private static Tensor? Converted(Tensor tensor, ScalarType? dtype, Device? device)
            {
                var type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                var place = device ?? tensor.device;
                if (type == tensor.dtype && SameDevice(place, tensor.device)) return null;
                using var scope = NewDisposeScope();
                return tensor.detach().to(type, place).DetachFromDisposeScope();
            }

            private static bool SameDevice(Device wanted, Device present) =>
                wanted.type == present.type && (wanted.index == present.index || wanted.index < 0);
        }
    }
}
