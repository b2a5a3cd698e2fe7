using System.Reflection;
using DataWorth.Artifacts;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Results;

/// <summary>Carries out a plan: models, retrainings, scores, linear datamodeling scores, removals, checks. What the store has is not made
/// again.</summary>
public sealed class EvaluationRun
{
    private readonly EvaluationPlan _plan;
    private readonly RetrainBank _bank;
    private readonly RetrainOptions _options;
    private readonly IEvaluationProgress? _progress;
    private readonly ScoreBook _scores;
    private readonly Dictionary<string, double> _seconds = [];
    private int _retrained;
    private TimeSpan _retraining;

    /// <summary>Prepares a run.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="store">Where everything is kept; stays the caller's.</param>
    /// <param name="task">What is retrained; stays the caller's.</param>
    /// <param name="options">Workers, shard, cancellation and time.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <exception cref="ArgumentException">The plan does not fit the task or its model.</exception>
    public EvaluationRun(
        EvaluationPlan plan,
        IArtifactStore store,
        RetrainingTask task,
        RetrainOptions options,
        IEvaluationProgress? progress = null
    )
    {
        plan.Validate();
        plan.CheckSize(task.TrainCount, task.QueryIds.Count);
        if (plan.Checks.FlippedShare > 0 && task.TrainLabels is null)
        {
            Throw.NoLabels(task.Name);
        }

        plan.CheckOptions(task);
        _plan = plan;
        _bank = new RetrainBank(store, task);
        _options = options;
        _progress = progress;
        _scores = new ScoreBook(_bank, plan.ModelSeeds);
    }

    /// <summary>The bank of the run.</summary>
    public RetrainBank Bank => _bank;

    /// <summary>Trains the attributed models and the subsets that the bank lacks, within the shard; with <paramref name="removals"/> also
    /// the removals of the brittleness test.</summary>
    /// <param name="removals">Whether the methods are fitted and their removals retrained too.</param>
    /// <returns>What was asked for and what was trained.</returns>
    public RetrainSummary Retrain(bool removals)
    {
        TrainModels();
        var summary = Complete("retrain subsets", _plan.Subsets.Requests(_bank.Task.TrainCount));
        if (!removals || _plan.Brittleness.Queries == 0)
        {
            return summary;
        }

        var protocol = new BrittlenessProtocol(_bank, _plan.Brittleness, _plan.ModelSeeds);
        var removed = Complete("retrain without the removed", protocol.Requests(Plans(protocol)));
        return new RetrainSummary(
            summary.Requested + removed.Requested,
            summary.Trained + removed.Trained,
            summary.Elapsed + removed.Elapsed
        )
        {
            Damaged = summary.Damaged + removed.Damaged,
        };
    }

    /// <summary>Does everything that is missing and measures.</summary>
    /// <param name="useWhatIsThere">True to measure with the retrainings that the bank has for all subsets, and to leave out a brittleness
    /// test that is not complete; false to train what is missing.</param>
    /// <param name="command">The command, for the result.</param>
    /// <exception cref="InvalidOperationException">Nothing may be trained, and the bank has no seed with all subsets.</exception>
    public EvaluationResult Execute(bool useWhatIsThere = false, string? command = null)
    {
        var design = _plan.Subsets;
        if (useWhatIsThere)
        {
            design = design with { Retrainings = RetrainedSubsets.CompleteRetrainings(_bank, design) };
            if (design.Retrainings == 0)
            {
                Throw.BankIsEmpty(_plan.Subsets.Count);
            }
        }

        TrainModels();
        if (!useWhatIsThere)
        {
            Complete("retrain subsets", design.Requests(_bank.Task.TrainCount));
        }

        var scored = Timed("scores", ScoreAll);
        var (loss, margin) = Timed(
            "read bank",
            () =>
                (
                    RetrainedSubsets.Read(_bank, design, RetrainedSubsets.NegativeLoss),
                    RetrainedSubsets.Read(_bank, design, RetrainedSubsets.Margin)
                )
        );
        var methods = Timed(
            "linear datamodeling scores",
            () => _plan.Methods.Select(method => Measure(method, scored[method.Label], loss, margin)).ToList()
        );
        var brittleness = Timed("brittleness", () => Brittleness(useWhatIsThere));
        var checks = Timed("checks", () => new CheckRun(_plan, _bank, _options.CancellationToken).Execute(scored));
        return new EvaluationResult
        {
            Name = _plan.Name,
            Task = Facts(),
            ModelSeeds = _plan.ModelSeeds,
            Subsets = design,
            Ceiling = loss.Ceiling(),
            MarginCeiling = margin.Ceiling(),
            Methods = methods,
            Differences =
            [
                .. methods.SelectMany(
                    (left, i) =>
                        methods.Skip(i + 1).Select(right => new MethodDifference(left.Label, right.Label, left.Loss.Minus(right.Loss)))
                ),
            ],
            Brittleness = brittleness,
            Checks = checks,
            Queries = Timed("queries", () => new QueryRun(_plan, _bank, _options.CancellationToken).Execute(scored, methods)),
            Run = Run(command),
        };
    }

    private void TrainModels() =>
        Timed(
            "attributed models",
            () =>
            {
                var models = new TrainedModels(_bank);
                for (var i = 0; i < _plan.ModelSeeds.Count; i++)
                {
                    _progress?.Stage("attributed models", i, _plan.ModelSeeds.Count, $"seed {_plan.ModelSeeds[i]}");
                    models.Get(_plan.ModelSeeds[i], _options.CancellationToken).Dispose();
                }

                _progress?.Stage("attributed models", _plan.ModelSeeds.Count, _plan.ModelSeeds.Count, "");
                return 0;
            }
        );

    private RetrainSummary Complete(string stage, IReadOnlyList<RetrainRequest> requests)
    {
        var progress = new StageProgress(stage, _progress);
        var summary = Timed(stage, () => _bank.Complete(requests, _options with { Progress = progress }));
        _retrained += summary.Trained;
        if (summary.Trained > 0)
        {
            _retraining += summary.Elapsed;
        }

        return summary;
    }

    private Dictionary<string, IReadOnlyList<MethodScores>> ScoreAll()
    {
        var all = new Dictionary<string, IReadOnlyList<MethodScores>>(StringComparer.Ordinal);
        var (done, total) = (0, _plan.Methods.Count * _plan.ModelSeeds.Count);
        foreach (var method in _plan.Methods)
        {
            var models = new List<MethodScores>();
            for (var model = 0; model < _plan.ModelSeeds.Count; model++)
            {
                _progress?.Stage("scores", done++, total, $"{method.Label}, model {_plan.ModelSeeds[model]}");
                models.Add(_scores.Get(method, model, null, _options.CancellationToken));
            }

            all[method.Label] = models;
        }

        _progress?.Stage("scores", total, total, "");
        return all;
    }

    private MethodResult Measure(MethodVariant method, IReadOnlyList<MethodScores> models, RetrainedSubsets loss, RetrainedSubsets margin)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        (long, MethodScores)[] scores = [.. _plan.ModelSeeds.Zip(models)];
        return new MethodResult
        {
            Label = method.Label,
            Method = method.Method,
            Options = method.Options,
            AllOptions = method.Describe(),
            Checkpoints = method.Checkpoints,
            Loss = LdsProtocol.Score(loss, scores),
            Margin = LdsProtocol.Score(margin, scores),
            BytesPerExample = models.Average(model => model.BytesPerExample),
            CurvatureBytes = models.Average(model => model.CurvatureBytes),
            FitSeconds = models.Average(model => model.FitSeconds),
            QuerySeconds = models.Average(model => model.QuerySeconds),
        };
    }

    private IReadOnlyList<RemovalPlan> Plans(BrittlenessProtocol protocol)
    {
        var (queries, length) = (protocol.Queries(), _plan.Brittleness.Removals.Max());
        return
        [
            .. _plan.Brittleness.Methods.Select(label =>
                RemovalPlan.OfMethod(label, _scores.Get(_plan.Find(label), 0, null, _options.CancellationToken), queries, length)
            ),
            .. RemovalPlan.Controls(_bank.Task, queries, length, _plan.Brittleness.Seed),
        ];
    }

    private BrittlenessResult? Brittleness(bool useWhatIsThere)
    {
        if (_plan.Brittleness.Queries == 0)
        {
            return null;
        }

        var protocol = new BrittlenessProtocol(_bank, _plan.Brittleness, _plan.ModelSeeds);
        var plans = Plans(protocol);
        var requests = protocol.Requests(plans);
        if (!useWhatIsThere)
        {
            Complete("retrain without the removed", requests);
        }
        else if (_bank.Missing(requests, RetrainShard.Whole).Count > 0)
        {
            return null;
        }

        return protocol.Measure(plans, protocol.ReproducesBaseModels(_options.CancellationToken));
    }

    private TaskFacts Facts()
    {
        var task = _bank.Task;
        QueryMeasurements[] models =
        [
            .. _plan.ModelSeeds.Select(seed => _bank.Read(new RetrainRequest(MemberSet.All(task.TrainCount), seed))),
        ];
        return new TaskFacts(
            task.Name,
            task.Fingerprint,
            task.TrainCount,
            task.QueryIds.Count,
            task.Describe().Options.ToDictionary(),
            models.Average(model => model.Loss.Average()) / task.TargetsPerQuery,
            models.Average(model => model.Correct.Average())
        );
    }

    private RunFacts Run(string? command) =>
        new()
        {
            Command = command,
            Program =
                typeof(EvaluationRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                ?? "unknown",
            Torch = __version__,
            Runtime = Environment.Version.ToString(),
            Processors = Environment.ProcessorCount,
            MemoryGib = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30), 1),
            Finished = _options.Time.GetUtcNow(),
            Seconds = _seconds,
            Retrained = _retrained,
            RetrainingsPerMinute = _retrained == 0 ? 0 : _retrained / _retraining.TotalMinutes,
        };

    private T Timed<T>(string stage, Func<T> work)
    {
        var start = _options.Time.GetTimestamp();
        var result = work();
        _seconds[stage] = _seconds.GetValueOrDefault(stage) + _options.Time.GetElapsedTime(start).TotalSeconds;
        return result;
    }

    private sealed class StageProgress(string stage, IEvaluationProgress? progress) : IProgress<RetrainProgress>
    {
        public void Report(RetrainProgress value) => progress?.Retraining(stage, value);
    }
}
