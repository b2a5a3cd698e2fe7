namespace TorchSharp;

/// <summary>Moves and converts modules; each method returns the module itself.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>Moves parameters and buffers to a device.</summary>
    /// <param name="module">The module.</param>
    /// <param name="device">Target device.</param>
    /// <param name="non_blocking">Accepted for compatibility; copies wait.</param>
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Convert(null, device);
        return module;
    }

    /// <summary>Moves parameters and buffers to a device and converts those of floating point.</summary>
    /// <param name="module">The module.</param>
    /// <param name="device">Target device.</param>
    /// <param name="type">Target element type.</param>
    /// <param name="non_blocking">Accepted for compatibility; copies wait.</param>
    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Convert(type, device);
        return module;
    }

    /// <summary>Converts parameters and buffers of floating point.</summary>
    /// <param name="module">The module.</param>
    /// <param name="type">Target element type.</param>
    /// <param name="non_blocking">Accepted for compatibility; copies wait.</param>
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module
    {
        module.Convert(type, null);
        return module;
    }

    /// <summary>Moves parameters and buffers to a device.</summary>
    /// <param name="module">The module.</param>
    /// <param name="deviceType">Kind of the target device.</param>
    /// <param name="deviceIndex">Index of the target device; -1 for the current one.</param>
    /// <param name="non_blocking">Accepted for compatibility; copies wait.</param>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(new torch.Device(deviceType, deviceIndex), non_blocking);

    /// <summary>Moves parameters and buffers to the processor's memory.</summary>
    /// <param name="module">The module.</param>
    /// <param name="non_blocking">Accepted for compatibility; copies wait.</param>
    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(DeviceType.CPU, -1, non_blocking);

    /// <summary>Moves parameters and buffers to a CUDA device.</summary>
    /// <param name="module">The module.</param>
    /// <param name="deviceIndex">Index of the device; -1 for the current one.</param>
    /// <param name="non_blocking">Accepted for compatibility; copies wait.</param>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(DeviceType.CUDA, deviceIndex, non_blocking);
}
