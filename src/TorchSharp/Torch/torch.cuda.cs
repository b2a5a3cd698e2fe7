namespace TorchSharp;

public static partial class torch
{
    /// <summary>NVIDIA accelerators.</summary>
    public static class cuda
    {
        /// <summary>True if libtorch was built for CUDA and there is an accelerator.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Number of accelerators.</summary>
        public static int device_count() => DeviceCount(DeviceType.CUDA);

        /// <summary>True if cuDNN can be used.</summary>
        public static unsafe bool is_cudnn_available()
        {
            int value;
            NativeMethods.Check(NativeMethods.dw_flag_get("cudnn_available", &value));
            return value != 0;
        }

        /// <summary>Seeds the default generators of all devices.</summary>
        /// <param name="seed">The seed.</param>
        /// <returns>The default generator of the CPU.</returns>
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        /// <summary>Seeds the default generators of all devices.</summary>
        /// <param name="seed">The seed.</param>
        /// <returns>The default generator of the CPU.</returns>
        public static Generator manual_seed_all(long seed) => torch.manual_seed(seed);

        /// <summary>Waits until the work of an accelerator is done.</summary>
        /// <param name="device">The accelerator; the current one if null.</param>
        public static void synchronize(Device? device = null) =>
            NativeMethods.Check(NativeMethods.dw_device_synchronize((int)DeviceType.CUDA, device?.index ?? -1));
    }

    /// <summary>Switches of libtorch's parts.</summary>
    public static class backends
    {
        /// <summary>Switches of CUDA.</summary>
        public static class cuda
        {
            /// <summary>Switches of matrix products.</summary>
            public static unsafe class matmul
            {
                /// <summary>Lets matrix products in 32-bit floating point use tensor cores with 10 bits of mantissa.</summary>
                public static bool allow_tf32
                {
                    get
                    {
                        int value;
                        NativeMethods.Check(NativeMethods.dw_flag_get("allow_tf32_matmul", &value));
                        return value != 0;
                    }

                    set => NativeMethods.Check(NativeMethods.dw_flag_set("allow_tf32_matmul", value ? 1 : 0));
                }
            }
        }
    }
}
