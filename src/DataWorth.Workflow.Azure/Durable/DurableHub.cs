using Azure.Identity;
using DataWorth.Workflow.Engines;
using DurableTask.AzureStorage;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>Opens the queues, tables and blobs of a hub.</summary>
internal static class DurableHub
{
    private const string ConnectionVariable = "AZURE_STORAGE_CONNECTION_STRING";

    /// <summary>The service of a hub.</summary>
    /// <exception cref="PlanFailedException">Nothing says where it is, or its name cannot be.</exception>
    public static AzureStorageOrchestrationService Open(DurableEngineOptions options, EngineContext context)
    {
        if (options.Check() is var (_, fault))
        {
            throw new PlanFailedException(fault);
        }
        var visibility = TimeSpan.FromSeconds(options.VisibilitySeconds);
        var lease = TimeSpan.FromSeconds(Math.Clamp(options.VisibilitySeconds, 15, 60));
        return new AzureStorageOrchestrationService(
            new AzureStorageOrchestrationServiceSettings
            {
                StorageAccountClientProvider = Account(options, context),
                TaskHubName = options.Hub,
                AppName = "dataworth",
                UseAppLease = false,
                WorkerId = Shards.ShardRunner.Worker.Replace(':', '-'), // the default is the machine: its processes would share one
                PartitionCount = options.Partitions,
                MaxConcurrentTaskActivityWorkItems = 1, // a shard takes the whole process
                WorkItemQueueVisibilityTimeout = visibility,
                ControlQueueVisibilityTimeout = visibility > TimeSpan.FromSeconds(15) ? visibility : TimeSpan.FromSeconds(15),
                MaxQueuePollingInterval = TimeSpan.FromSeconds(options.PollSeconds),
                LeaseInterval = lease,
                LeaseRenewInterval = lease / 3,
                LeaseAcquireInterval = lease / 3,
                ExtendedSessionsEnabled = true,
                ExtendedSessionIdleTimeout = TimeSpan.FromSeconds(30),
                ThrowExceptionOnInvalidDedupeStatus = true,
            }
        );
    }

    private static StorageAccountClientProvider Account(DurableEngineOptions options, EngineContext context)
    {
        if (options.Account is { } account)
        {
            return new StorageAccountClientProvider(account, new DefaultAzureCredential());
        }

        return context.Variable(ConnectionVariable) is { Length: > 0 } connection
            ? new StorageAccountClientProvider(connection)
            : throw new PlanFailedException(
                $"Nothing says where the hub '{options.Hub}' is: give 'engine.account' a storage account, or set {ConnectionVariable}."
            );
    }
}
