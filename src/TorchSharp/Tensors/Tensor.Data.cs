namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous CPU tensor, up to 2 GiB. Valid only while the tensor lives: keep it alive while the span is used.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous or does not lie on the CPU.</exception>
        /// <exception cref="ArgumentException">It has more than <see cref="int.MaxValue"/> bytes, or a different size than the bytes that are set.</exception>
        public Span<byte> bytes
        {
            get
            {
                var info = Info();
                if (!info.Flags.HasFlag(TensorFlags.IsContiguous))
                    Throw.InvalidOperation("The bytes of a tensor that is not contiguous cannot be had as one span. Call contiguous() first.");
                if (info.DeviceType != (int)DeviceType.CPU) Throw.NotOnCpu(device);
                var size = info.Elements * SizeOf((ScalarType)info.ScalarType);
                if (size > int.MaxValue) Throw.Argument($"The tensor has {size} bytes; a span holds at most {int.MaxValue}. Read it in slices.");
                return new Span<byte>(info.Data, (int)size);
            }

            set
            {
                var target = bytes;
                if (target.Length != value.Length) Throw.Argument($"The tensor has {target.Length} bytes, got {value.Length}.", nameof(value));
                value.CopyTo(target);
                GC.KeepAlive(this);
            }
        }

        /// <summary>Access to the elements of a CPU tensor.</summary>
        /// <typeparam name="T">The .NET type that matches <see cref="dtype"/>.</typeparam>
        /// <exception cref="ArgumentException">The type does not match.</exception>
        /// <exception cref="InvalidOperationException">The tensor does not lie on the CPU.</exception>
        public Utils.TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            ValidateType(typeof(T));
            return new Utils.TensorAccessor<T>(this);
        }

        /// <summary>The only element of a tensor, from any device.</summary>
        /// <typeparam name="T">The .NET type that matches <see cref="dtype"/>.</typeparam>
        /// <exception cref="ArgumentException">The tensor has not exactly one element, or the type does not match.</exception>
        public T item<T>()
            where T : unmanaged
        {
            ValidateType(typeof(T));
            var info = Info();
            if (info.Elements != 1) Throw.Argument($"Number of elements in the tensor must be 1, found {info.Elements}");
            if (info.DeviceType == (int)DeviceType.CPU)
            {
                var value = *(T*)info.Data;
                GC.KeepAlive(this);
                return value;
            }

            using var copy = cpu();
            return copy.item<T>();
        }

        internal static ScalarType TypeOf(Type type) => Type.GetTypeCode(type) switch
        {
            TypeCode.Byte => ScalarType.Byte,
            TypeCode.SByte => ScalarType.Int8,
            TypeCode.Int16 => ScalarType.Int16,
            TypeCode.Int32 => ScalarType.Int32,
            TypeCode.Int64 => ScalarType.Int64,
            TypeCode.Single => ScalarType.Float32,
            TypeCode.Double => ScalarType.Float64,
            TypeCode.Boolean => ScalarType.Bool,
            _ when type == typeof(Half) => ScalarType.Float16,
            _ => (ScalarType)(-1),
        };

        internal void ValidateType(Type type)
        {
            if (TypeOf(type) != dtype) Throw.IncompatibleType(type, dtype);
        }
    }
}
