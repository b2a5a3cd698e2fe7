using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Version;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Configuration;
using DataWorth.Methods;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Engines.Local;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Stages;

/// <summary>Compiles pipelines to plans. Data are read and networks made, to know their sizes; nothing is computed or written.</summary>
/// <param name="session">Opens data and networks.</param>
/// <param name="cancellationToken">Stops.</param>
internal sealed class Planner(StageSession session, CancellationToken cancellationToken)
{
    // Passes as many as a forward pass: backward to the activations, and to the weights too.
    private const double Activations = 2;
    private const double Backward = 3;

    // Bytes of stored rows for each byte of the sums of a part of them.
    private const int RowsPerSums = 8;

    private readonly StageList _stages = new(session.Json);

    // What the methods before leave in the store.
    private long _aheadBytes;

    // Names of fits by what they are made of: equal ones of two combinations are one.
    private readonly Dictionary<string, string> _fits = new(StringComparer.Ordinal);

    /// <summary>The plan of a pipeline.</summary>
    /// <exception cref="UserErrorException">Data, model and methods do not go together.</exception>
    public Plan Compile(PipelineFile file)
    {
        JsonObject variants = [];
        foreach (var variant in file.Variants)
        {
            var given = variant.Definition;
            // Last bits depend on the number of threads: a plan is of one number, whoever carries it out.
            var definition = given with { Threads = given.Threads ?? Threads(given.Engine) };
            _stages.Combination = variant.Combination;
            JsonObject digests = [];
            if (definition.Methods.Count > 0)
            {
                Fits(definition, digests);
            }

            if (definition.Evaluation is { } evaluation)
            {
                digests["evaluation"] = new EvaluationPlanner(session, _stages).Add(definition, evaluation);
            }

            definition.Lock?.RequireSame(digests);
            var written = session.Json.Write(WithoutPlace(definition));
            foreach (var key in variant.OfOwnSections)
            {
                written["evaluation"]!.AsObject().Remove(key);
            }

            variants[variant.Suffix] = new JsonObject { ["definition"] = written, ["digests"] = digests };
        }

        var version = VersionReport.Collect();
        return new Plan(
            new JsonObject
            {
                ["name"] = file.Name,
                ["versions"] = new JsonObject
                {
                    ["dataworth"] = version.DataWorth,
                    ["runtime"] = version.Runtime,
                    ["libtorch"] = torch.__version__,
                },
                ["variants"] = variants,
            },
            _stages.Named()
        );
    }

    private int Threads(EngineOptions engine) =>
        engine is LocalEngineOptions { Processes: > 1 and var processes } ? Math.Max(1, session.Workers / processes) : session.Workers;

    // What runs the shards, and where results go, changes no result.
    private static PipelineDefinition WithoutPlace(PipelineDefinition definition) =>
        definition with
        {
            Lock = null,
            Store = null,
            Engine = new LocalEngineOptions(),
            Outputs = definition.Outputs with { Folder = null },
        };

    private void Fits(PipelineDefinition definition, JsonObject digests)
    {
        var chosen = definition.Subject();
        var request = session.Request(cancellationToken, isPlan: true);
        using var subject = chosen.Open(request);
        var job = new FitJob
        {
            Subject = chosen,
            DataDigest = subject.DataDigest,
            ModelDigest = chosen.FilesDigest(),
            Threads = definition.Threads,
        };
        digests["data"] = job.DataDigest;
        if (job.ModelDigest is { } files)
        {
            digests["model"] = files;
        }

        FitChecks.RequireTrains(subject.Network, chosen.Training, request.Names);
        var weightBytes = FitChecks.WeightBytes(subject.Network);
        var memory = weightBytes + subject.DataBytes;
        var model = new FingerprintBuilder().Add("data", job.DataDigest).Add("model", chosen.ModelText).Add("files", job.ModelDigest ?? "");
        var rows = subject.KeepsRows
            ? _stages.Add("rows", StageKinds.Rows, 1, [], model, job, new StageCost(subject.KeptBytes, subject.DataBytes, subject.Count))
            : null;
        var train = chosen.Training is { } training
            ? _stages.Add(
                "train",
                StageKinds.Train,
                1,
                After(rows),
                model,
                job,
                new StageCost(
                    weightBytes,
                    memory + (FitChecks.CopiesInTraining * weightBytes),
                    training.Epochs * subject.Count,
                    1,
                    Operations: Backward * training.Epochs * subject.Count * subject.Operations
                )
            )
            : null;
        PlanStage? predict = null;
        if (definition.Queries is { } section)
        {
            var queries = TypedData.Of(section, PipelineDefinition.QueriesName);
            var (digest, count, hasLabels, _) = subject.Inspect(queries, request);
            var explainsLabels = definition.Outputs.Explain == ExplainedClass.Label;
            if (explainsLabels && !hasLabels)
            {
                throw new UserErrorException(
                    $"'{queries.Path}' has no labels to explain: leave 'outputs.explain' out to explain predictions."
                );
            }

            job = job with { Queries = section, QueriesDigest = digest, ExplainsLabels = explainsLabels };
            digests["queries"] = digest;
            predict = _stages.Add(
                "queries",
                StageKinds.Queries,
                1,
                After(train ?? rows),
                model.Copy().Add("queries", digest).Add("labels", explainsLabels),
                job,
                new StageCost(0, memory, count, Operations: count * subject.Operations)
            );
        }

        foreach (var (label, method, options) in PipelineMethods.Bind(definition.Methods, chosen.Defaults))
        {
            var named = job with { Method = method.Name, Options = OptionsBinder.Describe(options with { Name = null }) };
            Fit(definition, named, label, (subject, memory), model, train ?? rows, predict);
        }
    }

    private void Fit(
        PipelineDefinition definition,
        FitJob job,
        string label,
        (FitSubject Subject, long Memory) sizes,
        FingerprintBuilder model,
        PlanStage? first,
        PlanStage? predict
    )
    {
        var (subject, n) = (sizes.Subject, sizes.Subject.Count);
        var options = StageSession.Bind(job) with { Store = session.Store };
        var method = MethodTable.Get(job.Method!);
        var recipe = method.CreateRecipe(options);
        var draft = method.Create(new MLContext(seed: 0), subject.Task, options);
        var estimate = draft.Estimate(n);
        var earlier = _stages.Stages.Count;
        // What is stored is read in every pass over it; without it the model runs again, forward and backward to the activations.
        var (stored, passed) = (n * estimate.RowBytes, Activations * n * subject.Operations);
        var activations = estimate.ActivationBytes + subject.ActivationBytes((int)Math.Min(options.BatchSize, n));
        var running = sizes.Memory + activations;
        var shards = (int)Math.Min(definition.Shards, estimate.Pieces);
        var curvature = estimate.MemoryBytes / Math.Max(1, recipe.CurvatureParts);
        var memory = (estimate.RowBytes > 0 ? sizes.Memory : running) + curvature;
        var key = model.Copy().Add("method", job.Method!).Add("shards", shards);
        Add(key, "modules", OptionsBinder.Describe(options.Modules).Select(entry => (entry.Key, entry.Value)));
        if (options.ClipTokens is not null)
        {
            key.Add("clip tokens", OptionsBinder.Describe(options)["clip-tokens"]);
        }

        var last = After(first);
        Add(key, "map", recipe.DescribeMap());
        for (var pass = 1; pass <= recipe.MapPasses; pass++)
        {
            last =
            [
                _stages.Add(
                    $"{label}/map",
                    StageKinds.Map,
                    definition.Shards,
                    last,
                    key.Copy().Add("pass", pass),
                    job,
                    new(0, running + curvature, n, Operations: passed),
                    pass,
                    recipe.MapPasses
                ),
            ];
        }

        Add(key, "features", recipe.DescribeFeatures());
        if (estimate.RowBytes > 0)
        {
            Add(key, "storage", recipe.DescribeStorage());
            key.Add("shard bytes", options.ShardBytes);
            last =
            [
                _stages.Add(
                    $"{label}/collect",
                    StageKinds.Collect,
                    shards,
                    last,
                    key,
                    job,
                    new(n * estimate.RowBytes, running, n, Operations: passed)
                ),
            ];
        }

        Add(key, "curvature", recipe.DescribeCurvature());
        key.Add("curvature parts", recipe.CurvatureParts);
        // Every part leaves sums as large as the curvature, which are read again to be merged: of rows that are stored there are as few parts as
        // keep their sums small beside what they read.
        var parts = stored == 0 ? shards : (int)Math.Clamp(stored / (RowsPerSums * Math.Max(1, estimate.CurvatureBytes)), 1, shards);
        var sums = parts == 1 ? 0 : parts * estimate.CurvatureBytes;
        for (var pass = 1; pass <= recipe.CurvaturePasses; pass++)
        {
            StageCost cost = new(sums + estimate.CurvatureBytes, memory, n, ReadBytes: stored + sums, Operations: stored == 0 ? passed : 0);
            last =
            [
                _stages.Add(
                    $"{label}/curvature",
                    StageKinds.Curvature,
                    parts,
                    last,
                    key.Copy().Add("pass", pass),
                    job,
                    cost,
                    pass,
                    recipe.CurvaturePasses
                ),
            ];
        }

        if (!job.Subject.IsImagined)
        {
            var own = _stages.Stages.Skip(earlier).ToList();
            var there = Stored(own);
            draft.RequireFits(n, _aheadBytes - there);
            _aheadBytes += own.Sum(stage => stage.Cost.StoreBytes) - there;
        }

        if (recipe.StoresCoefficients)
        {
            last =
            [
                _stages.Add(
                    $"{label}/coefficients",
                    StageKinds.Coefficients,
                    shards,
                    last,
                    key.Copy().Add("coefficients", true),
                    job,
                    new(0, memory, n, ReadBytes: stored)
                ),
            ];
        }

        Add(key, "option", job.Options!.Select(entry => (entry.Key, entry.Value)));
        if (!_fits.TryGetValue(key.ToFingerprint(), out var name))
        {
            name = string.Join('-', [definition.Name, label, .. _stages.Combination.Select(PipelineVariant.NameOf)]);
            _fits.Add(key.ToFingerprint(), name);
        }

        var named = job with { Name = name };
        var fit = _stages.Add($"{label}/fit", StageKinds.Fit, 1, last, key.Copy().Add("name", name), named, new(0, memory));
        Ask(
            definition,
            named,
            label,
            fit,
            predict,
            (recipe.RanksSuspects && subject.Classes.Count > 0, shards, n, memory, stored, stored == 0 ? passed : 0)
        );
    }

    // Bytes of some stages that are there.
    private long Stored(IEnumerable<PlanStage> stages)
    {
        ShardRecords records = new(session.Store);
        return stages
            .Where(stage => stage.Cost.StoreBytes > 0)
            .Sum(stage => stage.Cost.StoreBytes / stage.Shards * records.Present(stage, cancellationToken).Count);
    }

    private void Ask(
        PipelineDefinition definition,
        FitJob job,
        string label,
        PlanStage fit,
        PlanStage? predict,
        (bool HasSuspects, int Shards, long Examples, long Memory, long Stored, double Passed) sizes
    )
    {
        var (shards, n, memory) = (sizes.Shards, sizes.Examples, sizes.Memory);
        List<PlanStage> shown = [fit];
        if (predict is not null)
        {
            job = job with { TopK = definition.Outputs.TopK };
            var key = new FingerprintBuilder().Add("fit", fit.Key).Add("queries", predict.Key).Add("k", job.TopK).Add("shards", shards);
            var score = _stages.Add(
                $"{label}/score",
                StageKinds.Score,
                shards,
                [fit, predict],
                key,
                job,
                new(0, memory, n, ReadBytes: sizes.Stored, Operations: sizes.Passed)
            );
            shown.Add(_stages.Add($"{label}/top-k", StageKinds.TopK, 1, [score], key, job, new()));
        }

        job = job with { Suspects = sizes.HasSuspects ? definition.Outputs.Suspects : 0 };
        if (job.Suspects > 0)
        {
            var key = new FingerprintBuilder().Add("fit", fit.Key).Add("suspects", job.Suspects);
            _stages.Add($"{label}/suspects", StageKinds.Suspects, 1, [fit], key, job, new(0, memory, n));
        }

        if (definition.Outputs.Report)
        {
            FingerprintBuilder key = new();
            shown.ForEach(stage => key.Add(stage.Kind, stage.Key));
            _stages.Add($"{label}/report", StageKinds.Report, 1, shown, key.Add("suspects", job.Suspects), job, new(0, memory, n));
        }
    }

    private static IReadOnlyList<PlanStage> After(PlanStage? stage) => stage is null ? [] : [stage];

    /// <summary>Adds names and values to a key.</summary>
    internal static void Add(FingerprintBuilder key, string name, IEnumerable<(string Name, string Value)>? values) =>
        key.Add(name, string.Join("; ", (values ?? []).Select(value => $"{value.Name} {value.Value}")));
}
