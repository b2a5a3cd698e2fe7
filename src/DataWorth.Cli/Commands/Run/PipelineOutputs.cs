using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Stages;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Results;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Commands.Run;

/// <summary>The files of a pipeline: made from what its run left in the store, whatever engine it ran on.</summary>
/// <param name="file">The pipeline.</param>
/// <param name="address">Address of the store.</param>
internal sealed class PipelineOutputs(PipelineFile file, string address)
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly DirectoryInfo? _folder = file.First.Outputs.Folder is { } folder ? new(folder) : null;

    /// <summary>Sees that the folder can be written, before anything is computed.</summary>
    /// <param name="say">Told in a sentence where it is made.</param>
    /// <exception cref="UserErrorException">It cannot.</exception>
    public void RequireWritable(Action<string> say)
    {
        if (_folder is null)
        {
            return;
        }

        try
        {
            OutputFolder.Make(_folder, say);
            var probe = Path.Combine(_folder.FullName, Path.GetRandomFileName());
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The folder '{_folder}' of 'outputs.folder' cannot be written: {exception.Message} Give a folder that can be written.",
                exception
            );
        }
    }

    /// <summary>Reads the results of a run, and writes the files.</summary>
    /// <returns>What the run left, and why files are missing of it; null where none is.</returns>
    public (RunResult Result, string? Problem) Write(IArtifactStore store, RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        ShardRecords records = new(store);
        List<RunResult.MadeFit> fits =
        [
            .. plan
                .Stages.Where(stage => stage.Kind == StageKinds.Fit)
                .Select(stage => Fit(stage, records.Read(stage, 0, cancellationToken))),
        ];
        List<string> files = [];
        List<string> missing = [];
        var why = "";
        if (_folder is not null)
        {
            foreach (var (name, text) in Files(records, folder, plan, cancellationToken))
            {
                var path = Path.Combine(_folder.FullName, name);
                try
                {
                    WholeFile.Write(path, text);
                    files.Add(path);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    missing.Add(path);
                    why = exception.Message;
                }
            }
        }

        return (new RunResult(plan.RunId, plan.Digest, "complete", fits, files, missing), Problem(files, missing, why));
    }

    private string? Problem(List<string> files, List<string> missing, string why)
    {
        if (missing.Count == 0)
        {
            return null;
        }

        var names = Listed.Some([.. missing.Select(path => Path.GetFileName(path))]);
        return $"{missing.Count} of {CountText.Of(files.Count + missing.Count, "file")} could not be written to '{_folder}', "
            + $"missing: {names}. {why} Everything is in the store: make room, and the same command writes them.";
    }

    private static RunResult.MadeFit Fit(PlanStage stage, ShardRecord record) =>
        new(
            stage.Settings["name"]!.GetValue<string>(),
            stage.Settings["method"]!.GetValue<string>(),
            record.Artifacts[0],
            StageContext.FromResult<MadeWarnings>(record.Result).Warnings
        );

    private IEnumerable<(string Name, string Text)> Files(
        ShardRecords records,
        RunFolder folder,
        Plan plan,
        CancellationToken cancellationToken
    )
    {
        foreach (var stage in plan.Stages)
        {
            var name = PipelineVariant.NameOf(stage.Name);
            var result = records.Read(stage, 0, cancellationToken).Result;
            switch (stage.Kind)
            {
                case StageKinds.TopK:
                    yield return (
                        name + ".csv",
                        NeighbourFile.ToCsv(StageContext.FromResult<IReadOnlyList<Neighbor>>(result).Where(FitAnswers.Speaks))
                    );
                    break;
                case StageKinds.Suspects:
                    yield return (name + ".csv", StageContext.FromResult<FoundSuspects>(result).Csv);
                    break;
                case StageKinds.Report:
                    yield return (name + ".html", StageContext.FromResult<MadePage>(result).Html);
                    break;
                case StageKinds.Evaluate:
                    var made = StageContext.FromResult<MadeEvaluation>(result);
                    yield return (name + ".json", made.Json);
                    yield return (name + ".csv", made.Csv);
                    yield return (name + ".md", made.Markdown);
                    yield return (name + ".html", made.Html);
                    break;
            }
        }

        foreach (var (suffix, variant) in plan.Job["variants"]!.AsObject())
        {
            yield return (
                suffix.Length == 0 ? "pipeline.json" : $"pipeline-{PipelineVariant.NameOf(suffix)}.json",
                Resolved(
                        PipelineVariant.NameOf(suffix),
                        (JsonObject)variant!["definition"]!,
                        PipelineLock.Of(plan.Job["versions"]!, variant["digests"]!)
                    )
                    .ToJsonString(s_indented) + "\n"
            );
        }

        yield return ("run.json", Manifest(folder, plan, cancellationToken).ToJsonString(s_indented) + "\n");
    }

    // With the place that the plan knows nothing of, so that it is the whole run again.
    private JsonObject Resolved(string combination, JsonObject planned, JsonObject made)
    {
        var definition = (JsonObject)planned.DeepClone();
        definition["outputs"]!["folder"] = file.First.Outputs.Folder;
        if (combination.Length > 0)
        {
            // By itself it overwrites nothing of the others.
            definition["name"] = $"{file.Name}-{combination}";
            definition["outputs"]!["folder"] = Path.Combine(file.First.Outputs.Folder!, combination);
        }

        definition["store"] = Secrets.Hide(StoreAddress.Full(address));
        definition["engine"] = EngineOf.Write(file.First.Engine);
        definition[PipelineLock.Key] = made;
        return definition;
    }

    private static JsonObject Manifest(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        var attempts = folder.Attempts(cancellationToken: cancellationToken).ToLookup(attempt => attempt.Stage);
        JsonArray stages = [];
        foreach (var stage in plan.Stages)
        {
            var tries = attempts[stage.Name].ToList();
            stages.Add(
                new JsonObject
                {
                    ["stage"] = stage.Name,
                    ["key"] = stage.Key,
                    ["shards"] = stage.Shards,
                    ["attempts"] = tries.Count,
                    ["failures"] = tries.Count(attempt => attempt.Exit != ShardExit.Done),
                    ["seconds"] = Math.Round(tries.Sum(attempt => attempt.Seconds), 3),
                    ["processor-seconds"] = tries.Sum(attempt => attempt.ProcessorSeconds),
                    ["peak-memory-bytes"] = tries.Count == 0 ? 0 : tries.Max(attempt => attempt.PeakMemoryBytes),
                    ["workers"] = new JsonArray([.. tries.Select(attempt => attempt.Worker).Distinct().Select(worker => (JsonNode)worker)]),
                    ["started"] =
                        tries.Count == 0 ? null : tries.Min(attempt => attempt.Started).ToString("O", CultureInfo.InvariantCulture),
                }
            );
        }

        return new JsonObject
        {
            ["run"] = plan.RunId,
            ["digest"] = plan.Digest,
            ["versions"] = plan.Job["versions"]!.DeepClone(),
            ["digests"] = new JsonObject(
                plan.Job["variants"]!.AsObject().Select(variant => KeyValuePair.Create(variant.Key, variant.Value!["digests"]?.DeepClone()))
            ),
            ["stages"] = stages,
        };
    }
}
