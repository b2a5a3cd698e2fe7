using System.Diagnostics;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DataWorth.Cli.Hosting;

/// <summary>Sends spans and metrics of runs to an OpenTelemetry collector, where the environment names one. Nothing is sent
/// otherwise.</summary>
/// <remarks>The variables are OpenTelemetry's own: OTEL_EXPORTER_OTLP_ENDPOINT (http://HOST:4318), OTEL_EXPORTER_OTLP_PROTOCOL
/// (http/protobuf by default, or grpc), OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES. TRACEPARENT carries the span of
/// a run to the processes that it starts.</remarks>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>Variable with the address of the collector.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string ParentVariable = "TRACEPARENT";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryExport()
    {
        var resource = ResourceBuilder
            .CreateEmpty()
            .AddService("dataworth", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3))
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(RunTelemetry.SourceName)
            .AddOtlpExporter(Configure)
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(RunTelemetry.SourceName)
            .AddOtlpExporter(Configure)
            .Build();
    }

    /// <summary>The span that another process has said its shards belong to; the default for none.</summary>
    public static ActivityContext Parent =>
        ActivityContext.TryParse(Environment.GetEnvironmentVariable(ParentVariable), null, isRemote: true, out var parent)
            ? parent
            : default;

    /// <summary>Begins to export; null where the environment names no collector.</summary>
    /// <exception cref="UserErrorException">The address is none.</exception>
    public static TelemetryExport? OfEnvironment()
    {
        if (Environment.GetEnvironmentVariable(EndpointVariable) is not { Length: > 0 } endpoint)
        {
            return null;
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new TelemetryExport()
            : throw new UserErrorException(
                $"{EndpointVariable} is not an address. Expected something like http://localhost:4318, or nothing."
            );
    }

    /// <summary>Begins the span of a run, also for the processes that are started; null where nothing is exported.</summary>
    public static Activity? StartRun(Plan plan)
    {
        var span = RunTelemetry.StartRun(plan);
        Environment.SetEnvironmentVariable(ParentVariable, span?.Id ?? Environment.GetEnvironmentVariable(ParentVariable));
        return span;
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void Configure(OtlpExporterOptions options)
    {
        if (Environment.GetEnvironmentVariable(ProtocolVariable) is not { Length: > 0 })
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
        }
    }
}
