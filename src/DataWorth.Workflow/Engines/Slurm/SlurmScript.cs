using System.Globalization;
using System.Text;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>The script and the arguments of a job array: pure functions of a plan.</summary>
public static class SlurmScript
{
    /// <summary>The script of a stage's jobs. A shard that may succeed the next time is tried again in its job; Slurm itself tries again what a
    /// lost node ran.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="first">Index of the shard of the array's task 0.</param>
    /// <param name="options">How.</param>
    /// <param name="context">The program.</param>
    public static string Of(RunFolder folder, PlanStage stage, int first, SlurmEngineOptions options, EngineContext context)
    {
        var command = string.Join(
            ' ',
            context
                .ShardCommand(folder, stage.Name, "\0")
                .Select(word =>
                    word == "\0" ? string.Create(CultureInfo.InvariantCulture, $"$((SLURM_ARRAY_TASK_ID + {first}))") : Quote(word)
                )
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            #!/bin/bash
            # {folder.RunId}, stage {stage.Name}
            {string.Join('\n', options.Setup)}
            export OMP_NUM_THREADS={options.Processors}
            for try in $(seq {options.Attempts}); do
              {command}
              code=$?
              [ $code -eq {(int)ShardExit.Transient} ] || exit $code
              [ "$try" -eq {options.Attempts} ] || sleep $((2 ** try))
            done
            exit $code

            """
        );
    }

    /// <summary>The arguments of sbatch.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="tasks">The array's tasks, such as "0-7,9".</param>
    /// <param name="comment">What the job says of itself.</param>
    /// <param name="after">Ids of the jobs that must succeed before.</param>
    /// <param name="options">How.</param>
    public static IReadOnlyList<string> Arguments(
        RunFolder folder,
        PlanStage stage,
        string tasks,
        string comment,
        IReadOnlyList<string> after,
        SlurmEngineOptions options
    )
    {
        List<string> arguments =
        [
            "--parsable",
            $"--job-name={folder.RunId}",
            $"--comment={comment}",
            "--array=" + tasks + (options.Running is { } running ? string.Create(CultureInfo.InvariantCulture, $"%{running}") : ""),
            "--requeue",
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={options.Processors}"),
            $"--output={Path.Combine(Path.GetFullPath(options.Logs), folder.RunId, stage.Name.Replace('/', '.'))}.%A_%a.log",
        ];
        Add("partition", options.Partition);
        Add("account", options.Account);
        Add("time", options.TimeLimit);
        Add("mem", options.MemoryMb?.ToString(CultureInfo.InvariantCulture));
        if (after.Count > 0)
        {
            arguments.Add("--dependency=afterok:" + string.Join(':', after));
            arguments.Add("--kill-on-invalid-dep=yes");
        }

        arguments.AddRange(options.Arguments);
        return arguments;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                arguments.Add($"--{name}={value}");
            }
        }
    }

    /// <summary>A script that submits what is missing of a plan, with the order of its stages as dependencies.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <param name="context">The program.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static string Render(
        RunFolder folder,
        Plan plan,
        SlurmEngineOptions options,
        EngineContext context,
        CancellationToken cancellationToken
    )
    {
        ShardRecords records = new(folder.Store);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"#!/bin/bash\nset -eu\n");
        text.Append(CultureInfo.InvariantCulture, $"mkdir -p {Quote(Path.Combine(Path.GetFullPath(options.Logs), folder.RunId))}\n");
        Dictionary<string, List<string>> variables = new(StringComparer.Ordinal);
        foreach (var stage in plan.Stages)
        {
            List<string> ids = [];
            foreach (var part in records.Missing(stage, cancellationToken).GroupBy(shard => shard / options.ArraySize))
            {
                var first = part.Key * options.ArraySize;
                SlurmComment comment = new(stage.Name, ShardList.Write([.. part]), "rendered");
                var before = stage.After.SelectMany(name => variables.GetValueOrDefault(name, [])).Select(name => $"@{name}@").ToList();
                var arguments = Arguments(
                    folder,
                    stage,
                    ShardList.Write([.. part.Select(shard => shard - first)]),
                    Encoding.UTF8.GetString(CanonicalJson.Write(comment)),
                    before,
                    options
                );
                var words = string.Join(' ', arguments.Select(Quote));
                words = before.Aggregate(words, (line, name) => line.Replace(name, $"${{{name.Trim('@')}}}", StringComparison.Ordinal));
                var variable = string.Create(CultureInfo.InvariantCulture, $"job{variables.Count}_{part.Key}");
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n{variable}=$(sbatch {words} <<'SCRIPT'\n{Of(folder, stage, first, options, context)}SCRIPT\n)\n"
                );
                ids.Add(variable);
            }

            variables[stage.Name] = ids;
        }

        return text.ToString();
    }

    private static string Quote(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
