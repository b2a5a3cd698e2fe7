using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Cli.Tests.Commands;

/// <summary>DATAWORTH_DEVICE, by which models are computed on a GPU.</summary>
public sealed class ComputeDeviceTests
{
    private const string Expected = "expected cpu, cuda or cuda:N, the GPU of number N from 0.";

    [Theory]
    [InlineData("gpu", Expected)]
    [InlineData("cuda:", Expected)]
    [InlineData("cuda:-1", "Name one of them.")]
    [InlineData("cuda:99", "Name one of them.")]
    public async Task ADeviceThatIsNotThere_IsRefusedByNameBeforeAnythingIsRead(string device, string expected)
    {
        if (!TorchSharp.torch.cuda.is_available() && expected != Expected)
        {
            expected = "unset the variable to compute on the processor.";
        }

        Dictionary<string, string?> environment = new() { ["DATAWORTH_DEVICE"] = device };
        using InstalledCopy copy = new();
        var fit = await ProcessRun.Of(
            "dotnet",
            [copy.Program, "fit", "--data", "nowhere", "--model", "mlp", "--train"],
            environment: environment
        );
        Assert.Equal((2, ""), (fit.ExitCode, fit.Output));
        Assert.StartsWith($"dataworth: DATAWORTH_DEVICE is '{device}', ", Unwrapped(fit.Errors), StringComparison.Ordinal);
        Assert.EndsWith(expected, Unwrapped(fit.Errors), StringComparison.Ordinal);

        var doctor = await ProcessRun.Of("dotnet", [copy.Program, "doctor"], environment: environment);
        Assert.NotEqual(0, doctor.ExitCode);
        Assert.Contains($"DATAWORTH_DEVICE is '{device}', ", doctor.Output, StringComparison.Ordinal);
    }

    private static string Unwrapped(string text) => text.ReplaceLineEndings(" ").TrimEnd();
}
