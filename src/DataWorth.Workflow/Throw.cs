using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataWorth.Artifacts;

namespace DataWorth.Workflow;

/// <summary>The errors of this assembly.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void Shards(string stage, int shards) =>
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"Stage '{stage}' has {shards} shards, expected at least 1.")
        );

    [DoesNotReturn]
    public static void StageOrder(string stage, string missing) =>
        throw new ArgumentException($"Stage '{stage}' needs '{missing}', which does not come before it.");

    [DoesNotReturn]
    public static void StageTwice(string stage) => throw new ArgumentException($"Two stages are called '{stage}'.");

    [DoesNotReturn]
    public static void NoStage(string stage, IEnumerable<string> names) =>
        throw new ArgumentException($"The plan has no stage '{stage}'. Its stages: {string.Join(", ", names)}.");

    [DoesNotReturn]
    public static void NoSuchShard(string stage, int shard, int shards) =>
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"Stage '{stage}' has no shard {shard}: it has {shards}, from 0.")
        );

    [DoesNotReturn]
    public static void BadLine(string line) =>
        throw new ArgumentException($"'{line}' names no shard, expected STAGE, a tab, and its index.");

    [DoesNotReturn]
    public static void NoShardList(string list) =>
        throw new ArgumentException($"'{list}' is no list of shards, expected indices and ranges such as 0-3,7.");

    [DoesNotReturn]
    public static void NoPlace(string list, int place) =>
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"'{list}' has no shard at place {place}, counted from 0.")
        );

    [DoesNotReturn]
    public static void NoPair(string text) =>
        throw new ArgumentException($"'{text}' of the engine's options is no pair, expected key=value.");

    [DoesNotReturn]
    public static void StoreOfOneMachine(string address) =>
        throw new ArgumentException(
            $"The store '{address}' is a folder of this machine, which pods do not see. Give a store in the cloud, or 'engine.volume-claim' "
                + "with the volume that it is on."
        );

    [DoesNotReturn]
    public static void NoToleration(string text) =>
        throw new ArgumentException($"'{text}' of the engine's 'tolerations' is none, expected key=value:effect or key:effect.");

    [DoesNotReturn]
    public static void PlanFormat(string where, int found, int expected) =>
        throw new ArtifactException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{where} is a plan of format {found}, expected {expected}: it was made by another version of the program. Plan again."
            )
        );

    [DoesNotReturn]
    public static void NoPlan(string where, Exception inner) =>
        throw new ArtifactException($"{where} is no plan: {inner.Message} Run the pipeline again.", inner);

    [DoesNotReturn]
    public static void NoStoredPlan(string digest, string store) =>
        throw new ArtifactNotFoundException(
            $"There is no plan '{digest}' in {store}. Run the pipeline again ('dataworth run FILE'), or give the store that has it."
        );

    [DoesNotReturn]
    public static void DamagedRecord(string name, string store, Exception? inner) =>
        throw new ArtifactDamagedException(name, store, "is damaged: its bytes are not those that were written.", inner);

    [DoesNotReturn]
    public static void NoShard(string shard, string store) =>
        throw new ArtifactNotFoundException($"Shard '{shard}' is not in {store}. Run the pipeline again: what is there is used.");

    [DoesNotReturn]
    public static void NoRun(string? text, string store, int found, IEnumerable<string> known)
    {
        var runs = known.Take(8).ToList();
        throw new ArgumentException(
            text is null ? $"There is no run in {store}. Begin one with 'dataworth run FILE'."
            : found > 1 ? $"'{text}' is the beginning of {found} runs; give more of the name."
            : $"There is no run '{text}' in {store}. " + (runs.Count == 0 ? "It has none." : $"Its newest: {string.Join(", ", runs)}.")
        );
    }

    [DoesNotReturn]
    public static void ShortName(string text, int letters) =>
        throw new ArgumentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{text}' names no run, expected at least {letters} letters of its digest, or all of its name (dw-...). Leave it out for the newest."
            )
        );

    [DoesNotReturn]
    public static void RunCancelled(string run) =>
        throw new OperationCanceledException($"Run {run} was cancelled. 'dataworth run' with the same file goes on where it was.");

    [DoesNotReturn]
    public static void RunFailed(string message) => throw new PlanFailedException(message);
}
