using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using DataWorth.Workflow.Shards;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataWorth.Workflow.Tests.Engines;

/// <summary>What the engine needs of a cluster: an API server for Jobs and pods, and a Job controller that runs each index as a process of
/// this machine, by the Job's own rules for failures. No part of it is Kubernetes.</summary>
public sealed class KubernetesStub : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cluster").FullName;
    private readonly ConcurrentDictionary<string, StubJob> _jobs = new(StringComparer.Ordinal);
    private readonly WebApplication _server;

    public KubernetesStub()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Use(
            async (http, next) =>
            {
                if (Answers is { } status)
                {
                    await Error(status, "the test said so").ExecuteAsync(http);
                }
                else
                {
                    try
                    {
                        await next(http);
                    }
                    catch (Exception exception)
                    {
                        await Error(HttpStatusCode.InternalServerError, exception.ToString()).ExecuteAsync(http);
                    }
                }
            }
        );
        _server.MapGet("/apis/batch/v1/namespaces/{space}/jobs", (string? labelSelector) => Json(List(labelSelector)));
        _server.MapPost("/apis/batch/v1/namespaces/{space}/jobs", CreateAsync);
        _server.MapDelete("/apis/batch/v1/namespaces/{space}/jobs/{name}", DeleteAsync);
        _server.MapGet(
            "/api/v1/namespaces/{space}/pods",
            (string? labelSelector) => Json(new V1PodList { Items = [.. Selected(labelSelector).SelectMany(job => job.Pods)] })
        );
        _server.StartAsync().Wait();
        KubeConfig = Path.Combine(_folder, "config");
        File.WriteAllText(
            KubeConfig,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: stub
            contexts: [{ name: stub, context: { cluster: stub, user: stub, namespace: lab } }]
            clusters: [{ name: stub, cluster: { server: "{{_server.Urls.Single()}}" } }]
            users: [{ name: stub, user: { token: none } }]

            """
        );
    }

    public string KubeConfig { get; }

    /// <summary>What every question is answered with; null for the truth.</summary>
    public HttpStatusCode? Answers { get; set; }

    /// <summary>The Jobs that were made, each as it was sent, also those that are gone.</summary>
    public ConcurrentQueue<V1Job> Made { get; } = [];

    /// <summary>The cluster forgets a Job, and its pods end.</summary>
    public void Forget(string name)
    {
        if (_jobs.TryRemove(name, out var job))
        {
            job.Stop();
        }
    }

    public void Dispose()
    {
        foreach (var name in _jobs.Keys)
        {
            Forget(name);
        }

        _server.DisposeAsync().AsTask().Wait();
        TemporaryFolder.Remove(_folder);
    }

    private V1JobList List(string? selector) => new() { Items = [.. Selected(selector).Select(job => job.State())] };

    private IEnumerable<StubJob> Selected(string? selector) =>
        _jobs.Values.Where(job => selector is null || job.Made.Metadata.Labels.Any(label => $"{label.Key}={label.Value}" == selector));

    private async Task<IResult> CreateAsync(HttpRequest request, string space)
    {
        var job = await ReadAsync<V1Job>(request);
        Assert.Equal("lab", space);
        StubJob made = new(job);
        if (!_jobs.TryAdd(job.Name(), made))
        {
            return Error(HttpStatusCode.Conflict, $"jobs.batch \"{job.Name()}\" already exists");
        }

        Made.Enqueue(job);
        made.Start();
        return Json(made.State());
    }

    private async Task<IResult> DeleteAsync(HttpRequest request, string name)
    {
        var options = await ReadAsync<V1DeleteOptions>(request);
        if (!_jobs.TryGetValue(name, out var job))
        {
            return Error(HttpStatusCode.NotFound, $"jobs.batch \"{name}\" not found");
        }

        if (options.Preconditions?.Uid is { } uid && uid != job.State().Uid())
        {
            return Error(HttpStatusCode.Conflict, "the UID in the precondition does not match the UID in record");
        }

        Assert.Equal("Background", options.PropagationPolicy);
        Forget(name);
        return Results.Json(
            new
            {
                kind = "Status",
                apiVersion = "v1",
                status = "Success",
            }
        );
    }

    private static async Task<T> ReadAsync<T>(HttpRequest request)
    {
        using StreamReader reader = new(request.Body);
        return KubernetesJson.Deserialize<T>(await reader.ReadToEndAsync());
    }

    private static IResult Json<T>(T value) => Results.Text(KubernetesJson.Serialize(value), "application/json");

    private static IResult Error(HttpStatusCode status, string message) =>
        Results.Json(
            new
            {
                kind = "Status",
                apiVersion = "v1",
                status = "Failure",
                message,
                code = (int)status,
            },
            statusCode: (int)status
        );

    /// <summary>A Job and its controller.</summary>
    private sealed class StubJob(V1Job made)
    {
        private readonly Lock _lock = new();
        private readonly string _uid = Guid.NewGuid().ToString();
        private readonly SortedSet<int> _completed = [];
        private readonly SortedSet<int> _failed = [];
        private readonly List<Process> _running = [];
        private readonly List<V1Pod> _pods = [];
        private volatile bool _isStopped;
        private bool _isOver;

        public V1Job Made => made;

        public IReadOnlyList<V1Pod> Pods
        {
            get
            {
                lock (_lock)
                {
                    return [.. _pods];
                }
            }
        }

        public void Start() => Task.Run(RunAsync);

        public void Stop()
        {
            _isStopped = true;
            lock (_lock)
            {
                foreach (var process in _running)
                {
                    using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
                    kill.WaitForExit();
                }
            }
        }

        /// <summary>The Job as the API server shows it.</summary>
        public V1Job State()
        {
            lock (_lock)
            {
                var state = KubernetesJson.Deserialize<V1Job>(KubernetesJson.Serialize(made));
                state.Metadata.Uid = _uid;
                state.Status = new V1JobStatus
                {
                    Succeeded = _completed.Count,
                    CompletedIndexes = ShardList.Write([.. _completed]),
                    FailedIndexes = ShardList.Write([.. _failed]),
                    Conditions = !_isOver
                        ? null
                        :
                        [
                            _failed.Count == 0
                                ? new V1JobCondition { Type = "Complete", Status = "True" }
                                : new V1JobCondition
                                {
                                    Type = "Failed",
                                    Status = "True",
                                    Reason = "FailedIndexes",
                                    Message = "Job has failed indexes",
                                },
                        ],
                };
                return state;
            }
        }

        private async Task RunAsync()
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, made.Spec.Completions!.Value),
                new ParallelOptions { MaxDegreeOfParallelism = made.Spec.Parallelism!.Value },
                async (index, _) => await IndexAsync(index)
            );
            lock (_lock)
            {
                _isOver = true;
            }
        }

        private async Task IndexAsync(int index)
        {
            for (var failures = 0; !_isStopped; )
            {
                var code = await PodAsync(index);
                lock (_lock)
                {
                    if (code == 0)
                    {
                        _completed.Add(index);
                        return;
                    }

                    var fails = made.Spec.PodFailurePolicy.Rules.Any(rule =>
                        rule is { Action: "FailIndex", OnExitCodes: { OperatorProperty: "In", Values: var values } }
                        && values.Contains(code)
                    );
                    if (fails || ++failures > made.Spec.BackoffLimitPerIndex)
                    {
                        _failed.Add(index);
                        return;
                    }
                }
            }
        }

        private async Task<int> PodAsync(int index)
        {
            var container = made.Spec.Template.Spec.Containers.Single();
            List<string> words = [.. container.Command ?? [.. EngineRig.Program], .. container.Args];
            ProcessStartInfo start = new(words[0], words.Skip(1)) { Environment = { ["JOB_COMPLETION_INDEX"] = $"{index}" } };
            foreach (var variable in container.Env ?? [])
            {
                start.Environment[variable.Name] = variable.Value;
            }

            using var process = Process.Start(start)!;
            lock (_lock)
            {
                _running.Add(process);
            }

            await process.WaitForExitAsync();
            lock (_lock)
            {
                _running.Remove(process);
                _pods.Add(
                    new V1Pod
                    {
                        Metadata = new V1ObjectMeta { Annotations = made.Spec.Template.Metadata.Annotations },
                        Status = new V1PodStatus
                        {
                            Phase = process.ExitCode == 0 ? "Succeeded" : "Failed",
                            ContainerStatuses =
                            [
                                new V1ContainerStatus
                                {
                                    State = new() { Terminated = new() { Reason = process.ExitCode == 137 ? "OOMKilled" : "Error" } },
                                },
                            ],
                        },
                    }
                );
            }

            return process.ExitCode;
        }
    }
}
