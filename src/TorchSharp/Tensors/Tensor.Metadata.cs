namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>Number of dimensions.</summary>
        public long Dimensions => Info().Dimensions;

        /// <summary>Number of dimensions.</summary>
        public long ndim => Info().Dimensions;

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => Info().Elements;

        /// <summary>Bytes per element.</summary>
        public long ElementSize => SizeOf(dtype);

        /// <summary>Sizes of the dimensions, as a new array.</summary>
        public long[] shape
        {
            get
            {
                var info = Info();
                var sizes = new ReadOnlySpan<long>(info.Sizes, (int)info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        /// <summary>Type of the elements.</summary>
        public ScalarType dtype => (ScalarType)Info().ScalarType;

        /// <summary>Where the tensor lies.</summary>
        public Device device
        {
            get
            {
                var info = Info();
                return info.DeviceType == (int)DeviceType.CPU ? CPU : new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        /// <summary>Kind of device on which the tensor lies.</summary>
        public DeviceType device_type => (DeviceType)Info().DeviceType;

        /// <summary>Index of the device, or -1 for the CPU.</summary>
        public int device_index => Info().DeviceIndex;

        /// <summary>True if no operation of the graph produced the tensor.</summary>
        public bool is_leaf => Info().Flags.HasFlag(TensorFlags.IsLeaf);

        /// <summary>True on a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>True if the tensor has a shape but no data.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>True if the layout is sparse.</summary>
        public bool is_sparse => Info().Flags.HasFlag(TensorFlags.IsSparse);

        /// <summary>Number of dimensions.</summary>
        public long dim() => Info().Dimensions;

        /// <summary>Number of elements.</summary>
        public long numel() => Info().Elements;

        /// <summary>Bytes per element.</summary>
        public long element_size() => SizeOf(dtype);

        /// <summary>Sizes of the dimensions, as a new array.</summary>
        public long[] size() => shape;

        /// <summary>Size of one dimension.</summary>
        /// <param name="dim">Its index; negative counts from the last.</param>
        public long size(int dim)
        {
            var info = Info();
            var size = info.Sizes[CheckDimension(dim, info.Dimensions)];
            GC.KeepAlive(this);
            return size;
        }

        /// <summary>Distance in elements between neighbours, for each dimension.</summary>
        public long[] stride()
        {
            var info = Info();
            var strides = new ReadOnlySpan<long>(info.Strides, (int)info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        /// <summary>Distance in elements between neighbours along one dimension.</summary>
        /// <param name="dim">Its index; negative counts from the last.</param>
        public long stride(int dim)
        {
            var info = Info();
            var stride = info.Strides[CheckDimension(dim, info.Dimensions)];
            GC.KeepAlive(this);
            return stride;
        }

        /// <summary>Offset of the first element in the storage, in elements.</summary>
        public long storage_offset() => Info().StorageOffset;

        /// <summary>True if the elements lie in memory without gaps, last dimension first.</summary>
        public bool is_contiguous() => Info().Flags.HasFlag(TensorFlags.IsContiguous);

        /// <summary>True for integers and truth values.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>True for floating-point numbers of any width.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>True for complex numbers.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        internal TensorInfo Info()
        {
            TensorInfo info;
            NativeMethods.Check(NativeMethods.dw_tensor_get_info(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }

        internal static int SizeOf(ScalarType type) => type switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
            ScalarType.ComplexFloat64 => 16,
            _ => 8,
        };

        private static long CheckDimension(int dim, long dimensions)
        {
            if (dim < -dimensions || dim >= dimensions)
                Throw.Argument($"Dimension {dim} is out of range: the tensor has {dimensions} dimensions.", nameof(dim));
            return dim < 0 ? dim + dimensions : dim;
        }
    }
}
