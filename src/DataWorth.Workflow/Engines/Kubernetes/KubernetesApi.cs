using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace DataWorth.Workflow.Engines.Kubernetes;

/// <summary>What the engine asks of a cluster: its Jobs and pods by the name of a run. Errors are of one kind.</summary>
internal sealed class KubernetesApi : IDisposable
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(30);

    private readonly k8s.Kubernetes _client;

    public KubernetesApi(KubernetesEngineOptions options)
    {
        try
        {
            var configuration = options.KubeConfig is { } file
                ? KubernetesClientConfiguration.BuildConfigFromConfigFile(file)
                : KubernetesClientConfiguration.BuildDefaultConfig();
            configuration.HttpClientTimeout = s_time;
            _client = new(configuration);
            Host = configuration.Host;
            Namespace = options.Namespace ?? (configuration.Namespace is { Length: > 0 } name ? name : "default");
        }
        catch (Exception exception) when (exception is k8s.Exceptions.KubeConfigException or IOException or YamlDotNet.Core.YamlException)
        {
            throw new KubernetesException(
                $"The cluster is not known: {exception.Message.TrimEnd('.')}. Give 'kube-config' the file that 'kubectl' uses.",
                isPermanent: true,
                exception
            );
        }
    }

    public string Host { get; }

    public string Namespace { get; }

    public Task<IReadOnlyDictionary<string, V1Job>> JobsAsync(string run, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyDictionary<string, V1Job>>(
            async () =>
            {
                var jobs = await _client
                    .BatchV1.ListNamespacedJobAsync(Namespace, labelSelector: Selector(run), cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
                return jobs.Items.ToDictionary(job => job.Name(), StringComparer.Ordinal);
            },
            cancellationToken
        );

    public Task<IList<V1Pod>> PodsAsync(string run, CancellationToken cancellationToken) =>
        AskAsync(
            async () =>
                (
                    await _client
                        .CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: Selector(run), cancellationToken: cancellationToken)
                        .ConfigureAwait(false)
                ).Items,
            cancellationToken
        );

    /// <summary>Makes a Job.</summary>
    /// <returns>False when there is one of this name: another driver was quicker.</returns>
    public Task<bool> CreateAsync(V1Job job, CancellationToken cancellationToken) =>
        AskAsync(
            async () =>
            {
                try
                {
                    await _client
                        .BatchV1.CreateNamespacedJobAsync(job, Namespace, cancellationToken: cancellationToken)
                        .ConfigureAwait(false);
                    return true;
                }
                catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict)
                {
                    return false;
                }
            },
            cancellationToken
        );

    /// <summary>Removes a Job and its pods; not another one that has taken its name.</summary>
    public Task<bool> DeleteAsync(V1Job job, CancellationToken cancellationToken) =>
        AskAsync(
            async () =>
            {
                try
                {
                    await _client
                        .BatchV1.DeleteNamespacedJobAsync(
                            job.Name(),
                            Namespace,
                            new V1DeleteOptions
                            {
                                PropagationPolicy = "Background",
                                Preconditions = new V1Preconditions { Uid = job.Uid() },
                            },
                            cancellationToken: cancellationToken
                        )
                        .ConfigureAwait(false);
                    return true;
                }
                catch (HttpOperationException exception)
                    when (exception.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
                {
                    return false;
                }
            },
            cancellationToken
        );

    public void Dispose() => _client.Dispose();

    private static string Selector(string run) => $"{KubernetesJob.RunLabel}={run}";

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (HttpOperationException exception)
        {
            var status = exception.Response.StatusCode;
            throw new KubernetesException(
                $"The cluster at {Host} answered {(int)status} ({status}): {MessageOf(exception.Response.Content)}",
                status is < HttpStatusCode.InternalServerError and not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout),
                exception
            );
        }
        catch (HttpRequestException exception)
        {
            throw new KubernetesException(
                $"The cluster at {Host} cannot be reached: {exception.Message.TrimEnd('.')}.",
                isPermanent: false,
                exception
            );
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesException(
                $"The cluster at {Host} did not answer within {s_time.TotalSeconds:0} s.",
                isPermanent: false,
                exception
            );
        }
    }

    // A Status object of the API, or what a proxy before it said.
    private static string MessageOf(string? content)
    {
        try
        {
            return KubernetesJson.Deserialize<V1Status>(content ?? "").Message ?? "it does not say why.";
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return content is { Length: > 0 } ? content[..Math.Min(content.Length, 200)] : "it does not say why.";
        }
    }
}
