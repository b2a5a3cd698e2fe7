using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using DataWorth.Artifacts;
using DataWorth.Models.Data;
using DataWorth.Models.Training;
using DataWorth.Runtime;
using DataWorth.Workflow;

namespace DataWorth.Cli.Hosting;

/// <summary>Turns an exception into one sentence for a person and an exit code for a script.</summary>
internal static partial class ErrorText
{
    /// <summary>The exit code of an exception.</summary>
    public static int ExitCodeOf(Exception exception) =>
        Unwrap(exception) switch
        {
            OperationCanceledException => ExitCodes.Cancelled,
            _ when MemoryExhaustion.Is(exception) => ExitCodes.BadInput,
            LibTorchException or EngineMissingException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException =>
                ExitCodes.MissingInstallation,
            ArtifactDamagedException => ExitCodes.Failure,
            UserErrorException
            or TrainingDivergedException
            or CheckpointMismatchException
            or ArtifactException
            or DataUnavailableException => ExitCodes.BadInput,
            FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or InvalidDataException =>
                ExitCodes.BadInput,
            ArgumentNullException or ObjectDisposedException => ExitCodes.Failure,
            ArgumentException or FormatException or ArithmeticException or InvalidOperationException or NotSupportedException =>
                ExitCodes.BadInput,
            _ => ExitCodes.Failure,
        };

    /// <summary>Whether the message says all that there is to say: it is no defect.</summary>
    public static bool IsExpected(Exception exception) =>
        ExitCodeOf(exception) != ExitCodes.Failure || Unwrap(exception) is ArtifactDamagedException or PlanFailedException or IOException;

    /// <summary>The message of an exception without the technical additions of the runtime.</summary>
    public static string MessageOf(Exception exception)
    {
        exception = Unwrap(exception);
        if (exception is OperationCanceledException)
        {
            return "stopped.";
        }

        if (exception is not (LibTorchException or EngineMissingException) && ExitCodeOf(exception) == ExitCodes.MissingInstallation)
        {
            // The loader lists every path it tried, on lines of their own.
            return $"a native library could not be loaded ({FirstLine(exception.Message).TrimEnd('.')}). Build the program again; "
                + "'dataworth doctor' shows what is there.";
        }

        var message = WithoutParameters(exception.Message);
        if (exception is ArgumentException { ParamName: not null })
        {
            // ArgumentOutOfRangeException adds "Actual value was ..." on a line of its own.
            message = FirstLine(message);
        }

        return exception is ExternalException or OutOfMemoryException && MemoryExhaustion.Is(exception)
                ? "There is not enough memory for this step. Take a smaller batch, rank or network, or fewer rows."
            : exception is ExternalException ? $"libtorch: {FirstLine(message)}"
            : message;
    }

    /// <summary>A message without what the runtime adds to those of wrong arguments, also where another message quotes it.</summary>
    public static string WithoutParameters(string message) => Parameter().Replace(message, "");

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex Parameter();

    /// <summary>The exception inside the wrappers that reflection, tasks and static constructors put around it.</summary>
    private static Exception Unwrap(Exception exception)
    {
        while (
            exception is AggregateException or TargetInvocationException or TypeInitializationException
            && exception.InnerException is { } inner
        )
        {
            exception = inner;
        }

        return exception;
    }

    private static string FirstLine(string message)
    {
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? message : message[..end].TrimEnd();
    }
}
