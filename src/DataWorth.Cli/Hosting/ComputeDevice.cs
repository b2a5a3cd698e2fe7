using TorchSharp;

namespace DataWorth.Cli.Hosting;

/// <summary>Where models are computed: the processor, or a GPU. One for the process, as libtorch's threads are.</summary>
internal static class ComputeDevice
{
    /// <summary>Variable that names it; processes that the command starts inherit it.</summary>
    public const string Variable = "DATAWORTH_DEVICE";

    /// <summary>What the variable says; null for the processor.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : null;

    /// <summary>The device. Default: the processor.</summary>
    public static torch.Device Current { get; private set; } = torch.CPU;

    /// <summary>Takes the device that the variable names; libtorch must be loaded.</summary>
    /// <exception cref="UserErrorException">There is no such device here.</exception>
    public static void Choose() => Current = Find(Named ?? "cpu");

    private static torch.Device Find(string name)
    {
        var index = 0;
        return name switch
        {
            "cpu" => torch.CPU,
            _ when name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name[5..], out index)) =>
                throw new UserErrorException($"{Variable} is '{name}', expected cpu, cuda or cuda:N, the GPU of number N from 0."),
            _ when !torch.cuda.is_available() => throw new UserErrorException(
                $"{Variable} is '{name}', but libtorch sees no GPU with CUDA: there is none, its driver is not found, or this libtorch was "
                    + "built without CUDA. 'dataworth doctor' shows what it sees; unset the variable to compute on the processor."
            ),
            _ when (uint)index >= (uint)torch.cuda.device_count() => throw new UserErrorException(
                $"{Variable} is '{name}', but libtorch sees {torch.cuda.device_count()} GPUs, numbered from 0. Name one of them."
            ),
            _ => new torch.Device(DeviceType.CUDA, index),
        };
    }
}
