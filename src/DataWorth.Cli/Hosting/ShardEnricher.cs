using DataWorth.Workflow.Shards;
using Serilog.Core;
using Serilog.Events;

namespace DataWorth.Cli.Hosting;

/// <summary>Says of every event of a shard's time which run, stage, shard and attempt it belongs to.</summary>
internal sealed class ShardEnricher : ILogEventEnricher
{
    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (ShardScope.Current is not { } scope)
        {
            return;
        }

        Add(nameof(scope.Run), scope.Run);
        Add(nameof(scope.Stage), scope.Stage);
        Add(nameof(scope.Shard), scope.Shard);
        Add(nameof(scope.Attempt), scope.Attempt);

        void Add(string name, object value) => logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty(name, value));
    }
}
