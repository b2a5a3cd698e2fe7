using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of numbers on a device, with an optional history for gradients.</summary>
    /// <remarks>A tensor object owns one reference to native memory. It is released by <see cref="Dispose"/>, by the dispose scope in
    /// which it was created, or in the end by a finalizer. Several tensor objects may share memory.</remarks>
    public partial class Tensor : IDisposable
    {
        private readonly TensorHandle _handle;
        private readonly uint _generation;
        private int _disposed;

        internal Tensor(nint handle)
        {
            _handle = TensorHandle.Rent(handle, out _generation);
            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        /// <summary>Number of native references held by .NET in this process.</summary>
        public static long TotalCount => NativeMethods.dw_live_tensors();

        /// <summary>A name for people; it has no meaning to libtorch.</summary>
        public string? name { get; set; }

        /// <summary>True after the tensor was disposed.</summary>
        public bool IsInvalid => _disposed != 0;

        /// <summary>Address of the native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public IntPtr Handle
        {
            get
            {
                if (_disposed != 0) Throw.EmptyHandle();
                return _handle.Address;
            }
        }

        internal DisposeScope? OwningDisposeScope { get; set; }

        // Place of this tensor in the list of its scope.
        internal int ScopeSlot { get; set; }

        /// <summary>Wraps a native tensor and takes over its reference.</summary>
        /// <param name="handle">Address as <see cref="DecoupleFromNativeHandle"/> gave it.</param>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Gives the native reference away and leaves the object empty, as after <see cref="Dispose"/>.</summary>
        /// <returns>Address of the native tensor.</returns>
        public IntPtr DecoupleFromNativeHandle() => MoveHandle();

        /// <summary>A second object for the same native tensor, disposed by itself.</summary>
        public unsafe Tensor alias()
        {
            nint result;
            NativeMethods.Check(NativeMethods.dw_tensor_alias(Handle, &result));
            GC.KeepAlive(this);
            return new Tensor(result);
        }

        /// <summary>Releases the native reference. A second call does nothing.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
            CountDisposal();
            _handle.Close(_generation);
        }

        /// <summary>Hands the tensor to the scope outside its own, or to its holder if there is none.</summary>
        /// <returns>The same tensor.</returns>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Hands the tensor to another scope, or to its holder if the scope is null.</summary>
        /// <param name="scope">The new owner.</param>
        /// <returns>The same tensor.</returns>
        public Tensor MoveToOtherDisposeScope(DisposeScope? scope)
        {
            if (OwningDisposeScope is { } owner) owner.MoveToOther(scope, this);
            else scope?.Attach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope of another tensor.</summary>
        /// <param name="other">A tensor whose owner shall own this one too.</param>
        /// <returns>The same tensor.</returns>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Takes the tensor out of all scopes: its holder disposes it.</summary>
        /// <returns>The same tensor.</returns>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>True if shape and all elements are equal.</summary>
        /// <param name="obj">Another tensor.</param>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>A number of the object, not of its elements.</summary>
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        internal void DisposeInScope()
        {
            OwningDisposeScope = null;
            if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
            DisposeScopeManager.Statistics.TensorStatistics.DisposedInScopeCount++;
            _handle.Close(_generation);
        }

        // Counts a use of the native tensor, so that a dispose on another thread waits for its end.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal nint Hold() => _handle.Hold(_generation);

        internal void Unhold() => _handle.Unhold();

        internal nint MoveHandle()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0) Throw.EmptyHandle();
            CountDisposal();
            return _handle.GiveAway(_generation);
        }

        private void CountDisposal()
        {
            if (OwningDisposeScope is { } scope) scope.MarkAsDisposed(this);
            else DisposeScopeManager.Statistics.TensorStatistics.DisposedOutsideScopeCount++;
        }
    }
}
