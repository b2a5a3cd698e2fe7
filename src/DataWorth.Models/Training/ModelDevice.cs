using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Where a network is computed.</summary>
internal static class ModelDevice
{
    /// <summary>The device of its first weight; the processor where it has none.</summary>
    public static Device Device(this nn.Module model) => model.parameters().FirstOrDefault()?.device ?? CPU;
}
