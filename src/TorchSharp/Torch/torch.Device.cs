namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lies: a kind of device and its index.</summary>
    public class Device
    {
        /// <summary>Creates a device from a text such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
        /// <param name="description">Kind, and after a colon the index.</param>
        /// <exception cref="ArgumentException">The kind is unknown or the index is no number.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var colon = description.IndexOf(':', StringComparison.Ordinal);
            type = ParseType(colon < 0 ? description : description[..colon]);
            if (colon < 0) return;
            if (!int.TryParse(description.AsSpan(colon + 1), out var parsed) || parsed < 0)
                Throw.Argument($"Expected a device such as 'cpu' or 'cuda:0', got '{description}'.", nameof(description));
            index = parsed;
        }

        /// <summary>Creates a device from a kind and an index.</summary>
        /// <param name="deviceType">Kind, such as <c>cuda</c>.</param>
        /// <param name="index">Index, or -1 for the current device of that kind.</param>
        public Device(string deviceType, int index = -1)
        {
            type = ParseType(deviceType);
            this.index = index;
        }

        /// <summary>Creates a device from a kind and an index.</summary>
        /// <param name="deviceType">Kind of device.</param>
        /// <param name="index">Index, or -1 for the current device of that kind.</param>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>Creates a CUDA device.</summary>
        /// <param name="index">Index of the accelerator.</param>
        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        /// <summary>Kind of device.</summary>
        public DeviceType type { get; } = DeviceType.CPU;

        /// <summary>Index, or -1 where none was given.</summary>
        public int index { get; } = -1;

        /// <summary>Creates a device from a text such as <c>cuda:1</c>.</summary>
        /// <param name="description">Kind, and after a colon the index.</param>
        public static implicit operator Device(string description) => new(description);

        /// <inheritdoc/>
        public override string ToString()
        {
            var kind = type.ToString().ToLowerInvariant();
            return index < 0 ? kind : $"{kind}:{index}";
        }

        private static DeviceType ParseType(string name)
        {
            foreach (var candidate in Enum.GetValues<DeviceType>())
            {
                if (candidate.ToString().ToLowerInvariant() == name) return candidate;
            }

            Throw.Argument($"Expected a device such as 'cpu' or 'cuda:0', got '{name}'.", nameof(name));
            return default;
        }
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The current CUDA accelerator.</summary>
    public static readonly Device CUDA = new(DeviceType.CUDA);

    /// <summary>Shapes without data.</summary>
    public static readonly Device META = new(DeviceType.META);

    /// <summary>Creates a device from a text such as <c>cuda:1</c>.</summary>
    /// <param name="description">Kind, and after a colon the index.</param>
    public static Device device(string description) => new(description);

    /// <summary>Creates a device from a kind and an index.</summary>
    /// <param name="deviceType">Kind, such as <c>cuda</c>.</param>
    /// <param name="index">Index, or -1 for the current device of that kind.</param>
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    /// <summary>Creates a device from a kind and an index.</summary>
    /// <param name="deviceType">Kind of device.</param>
    /// <param name="index">Index, or -1 for the current device of that kind.</param>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A CUDA device.</summary>
    /// <param name="index">Index of the accelerator.</param>
    public static Device device(int index) => new(index);
}
