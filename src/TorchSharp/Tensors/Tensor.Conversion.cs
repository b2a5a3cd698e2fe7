namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_toDtype = Operator.Find("aten::to", "dtype");
        private static readonly Operator s_toDevice = Operator.Find("aten::to", "device");
        private static readonly Operator s_clone = Operator.Find("aten::clone");
        private static readonly Operator s_detach = Operator.Find("aten::detach");
        private static readonly Operator s_detachInPlace = Operator.Find("aten::detach_");
        private static readonly Operator s_contiguous = Operator.Find("aten::contiguous");
        private static readonly Operator s_copyInPlace = Operator.Find("aten::copy_");

        /// <summary>Converts the elements to another type; gives an alias if they have it.</summary>
        /// <param name="type">The new type.</param>
        /// <param name="copy">Copies in any case.</param>
        /// <param name="disposeAfter">Disposes this tensor afterwards.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finish(s_toDtype.Call(this, type, non_blocking, copy), disposeAfter);

        /// <summary>Converts the elements to another type; gives an alias if they have it.</summary>
        /// <param name="type">The new type.</param>
        /// <param name="copy">Copies in any case.</param>
        /// <param name="disposeAfter">Disposes this tensor afterwards.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>Moves the tensor to a device; gives an alias if it is there.</summary>
        /// <param name="device">The new device.</param>
        /// <param name="copy">Copies in any case.</param>
        /// <param name="disposeAfter">Disposes this tensor afterwards.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        /// <summary>Moves the tensor to a device; gives an alias if it is there.</summary>
        /// <param name="device">The new device, such as <c>cuda:0</c>.</param>
        /// <param name="copy">Copies in any case.</param>
        /// <param name="disposeAfter">Disposes this tensor afterwards.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>Moves the tensor to a device; gives an alias if it is there.</summary>
        /// <param name="deviceType">Kind of the new device.</param>
        /// <param name="deviceIndex">Its index, or -1 for the current one.</param>
        /// <param name="copy">Copies in any case.</param>
        /// <param name="disposeAfter">Disposes this tensor afterwards.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>Converts and moves; gives an alias if there is nothing to do.</summary>
        /// <param name="type">The new type.</param>
        /// <param name="device">The new device.</param>
        /// <param name="copy">Copies in any case.</param>
        /// <param name="disposeAfter">Disposes this tensor afterwards.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finish(s_toDevice.Call(this, device, type, non_blocking, copy), disposeAfter);

        /// <summary>Converts and moves to the type and device of another tensor.</summary>
        /// <param name="other">The tensor to follow.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>Moves the tensor to the memory of the processor.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>Moves the tensor to a CUDA device.</summary>
        /// <param name="device">The device; the current one by default.</param>
        /// <param name="non_blocking">Lets copies between devices run beside the host.</param>
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        /// <summary>Converts to 32-bit floating point.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>Converts to 64-bit floating point.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>Converts to 16-bit floating point.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>Converts to 16-bit floating point with 8 bits of exponent.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>Converts to 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>Converts to 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>Converts to unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>Converts to truth values: false for zero.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>Copies the tensor; gradients flow through the copy.</summary>
        public Tensor clone() => s_clone.Call(this);

        /// <summary>Shares the memory without the history: no gradient flows.</summary>
        public Tensor detach() => s_detach.Call(this);

        /// <summary>Cuts this tensor off from its history.</summary>
        public Tensor detach_() => s_detachInPlace.Call(this);

        /// <summary>The same elements in memory without gaps; an alias if they lie so.</summary>
        public Tensor contiguous() => s_contiguous.Call(this);

        /// <summary>Overwrites the elements with those of another tensor, converted and broadcast.</summary>
        /// <param name="source">Where the elements come from.</param>
        /// <param name="nonBlocking">Lets copies between devices run beside the host.</param>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => s_copyInPlace.Call(this, source, nonBlocking);

        private Tensor Finish(Tensor result, bool disposeAfter)
        {
            if (disposeAfter) Dispose();
            return result;
        }
    }
}
