namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of pseudo-random numbers on a device. Equal seeds give equal numbers; use one generator from one thread at a time.</summary>
    public unsafe class Generator : IDisposable
    {
        private readonly GeneratorHandle _handle;

        /// <summary>Creates a generator.</summary>
        /// <param name="seed">Seed of the sequence.</param>
        /// <param name="device">Device whose operations it serves; the CPU if null.</param>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            nint result;
            NativeMethods.Check(NativeMethods.dw_generator_new((int)this.device.type, this.device.index, seed, &result));
            _handle = new GeneratorHandle(result);
        }

        private Generator(nint handle, Device device)
        {
            _handle = new GeneratorHandle(handle);
            this.device = device;
        }

        /// <summary>The generator that CPU operations use if they are given none.</summary>
        public static Generator Default
        {
            get
            {
                nint result;
                NativeMethods.Check(NativeMethods.dw_generator_default((int)DeviceType.CPU, -1, &result));
                return new Generator(result, CPU);
            }
        }

        /// <summary>Device whose operations the generator serves.</summary>
        public Device device { get; }

        /// <summary>Starts the sequence of a seed.</summary>
        /// <param name="seed">The seed.</param>
        /// <returns>This generator.</returns>
        public Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.dw_generator_set_seed(Address, unchecked((ulong)seed)));
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>The seed with which the sequence started.</summary>
        public long initial_seed()
        {
            ulong seed;
            NativeMethods.Check(NativeMethods.dw_generator_get_seed(Address, &seed));
            GC.KeepAlive(this);
            return unchecked((long)seed);
        }

        /// <summary>The state of the generator, as bytes.</summary>
        public Tensor get_state()
        {
            nint state;
            NativeMethods.Check(NativeMethods.dw_generator_get_state(Address, &state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        /// <summary>Goes back to a state.</summary>
        /// <param name="value">What <see cref="get_state"/> gave.</param>
        public void set_state(Tensor value)
        {
            NativeMethods.Check(NativeMethods.dw_generator_set_state(Address, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        /// <summary>Releases the generator.</summary>
        public void Dispose()
        {
            _handle.Dispose();
            GC.SuppressFinalize(this);
        }

        internal nint Hold()
        {
            var held = false;
            _handle.DangerousAddRef(ref held);
            return _handle.DangerousGetHandle();
        }

        internal void Unhold() => _handle.DangerousRelease();

        private nint Address
        {
            get
            {
                ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
                return _handle.DangerousGetHandle();
            }
        }
    }

    /// <summary>Seeds the default generators of all devices.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The default generator of the CPU.</returns>
    public static Generator manual_seed(long seed)
    {
        NativeMethods.Check(NativeMethods.dw_manual_seed(unchecked((ulong)seed)));
        return Generator.Default;
    }

    /// <summary>Random number functions under their module name.</summary>
    public static class random
    {
        /// <summary>Seeds the default generators of all devices.</summary>
        /// <param name="seed">The seed.</param>
        /// <returns>The default generator of the CPU.</returns>
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        /// <summary>The seed of the CPU's default generator.</summary>
        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>The state of the CPU's default generator.</summary>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        /// <summary>Sets the state of the CPU's default generator.</summary>
        /// <param name="new_state">What <see cref="get_rng_state"/> gave.</param>
        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
