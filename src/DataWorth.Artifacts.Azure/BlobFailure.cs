using System.Xml;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace DataWorth.Artifacts.Azure;

/// <summary>Sorts the exceptions of the SDK.</summary>
internal static class BlobFailure
{
    /// <summary>The blob or its container is not there.</summary>
    public static bool IsMissing(Exception exception) =>
        exception is RequestFailedException { Status: 404 } or RequestFailedException { ErrorCode: "ContainerBeingDeleted" };

    /// <summary>The condition of a put-if-absent or of a read of one version was not met.</summary>
    public static bool IsConditionNotMet(Exception exception) =>
        exception is RequestFailedException { Status: 412 } or RequestFailedException { ErrorCode: "BlobAlreadyExists" };

    /// <summary>Any failure of the service, the network or the credential, but not the caller's own cancellation.</summary>
    public static bool IsStorage(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            AggregateException aggregate => aggregate.InnerExceptions.All(inner => IsStorage(inner, cancellationToken)),
            RequestFailedException or AuthenticationFailedException or IOException or HttpRequestException or XmlException => true,
            _ => false,
        };

    /// <summary>A short reason that repeats no header and no address of the request.</summary>
    public static string Reason(Exception exception) =>
        exception switch
        {
            AggregateException aggregate => Reason(aggregate.InnerExceptions[0]),
            RequestFailedException { Status: > 0 } failed =>
                $"the service answered {failed.Status}{(failed.ErrorCode is { Length: > 0 } code ? $" {code}" : string.Empty)}",
            AuthenticationFailedException => "no credential was accepted or found",
            OperationCanceledException => "no answer came in time",
            XmlException => "the service's answer cannot be read",
            _ => exception.InnerException is { } inner && exception is not HttpRequestException
                ? Reason(inner)
                : exception.Message.TrimEnd('.'),
        };

    /// <summary>What to do about it.</summary>
    public static string Advice(Exception exception) =>
        exception is AggregateException aggregate
            ? Advice(aggregate.InnerExceptions[0])
            : exception switch
            {
                RequestFailedException { Status: 401 or 403 } =>
                    "Check the credential and its rights on the container (read, write, list, delete), and the account's firewall.",
                RequestFailedException { Status: 404 } failed when failed.ErrorCode == BlobErrorCode.ContainerNotFound =>
                    "Make the container, or let CreateContainer make it.",
                AuthenticationFailedException =>
                    "Give a connection string, a shared access signature, or sign in for DefaultAzureCredential.",
                _ => "Check the network and the service, then run again; finished shards are kept.",
            };
}
