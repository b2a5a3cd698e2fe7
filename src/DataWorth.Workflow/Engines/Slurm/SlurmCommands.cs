using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>Slurm's client commands. They wait for minutes for a controller that is down: each has its time here.</summary>
internal static class SlurmCommands
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(20);

    private static readonly string[] s_unconfigured = ["configuration source", "failed to fetch config", "SLURM_CONF", "slurm.conf"];

    private static readonly string[] s_passing =
    [
        "contact slurm controller",
        "slurm_msg",
        "socket",
        "connect",
        "communication",
        "timed out",
        "refused",
        "unreachable",
        "transport endpoint",
        "zero bytes",
        "dependency",
        "invalid job id",
        "temporarily",
    ];

    /// <summary>Submits a script, and gives the id of its job.</summary>
    public static async Task<string> SubmitAsync(IReadOnlyList<string> arguments, string script, CancellationToken cancellationToken) =>
        (await RunAsync("sbatch", arguments, script, cancellationToken).ConfigureAwait(false)).Trim().Split(';')[0];

    /// <summary>The tasks of a run that the controller knows: those that wait and run, and those that ended lately.</summary>
    public static async Task<IReadOnlyList<SlurmJob>> JobsAsync(string run, CancellationToken cancellationToken)
    {
        var text = await RunAsync(
                "squeue",
                ["--states=all", "--array", "--noheader", $"--name={run}", "--format=%i|%T|%r|%N|%k"],
                null,
                cancellationToken
            )
            .ConfigureAwait(false);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<SlurmJob>()];
    }

    /// <summary>The nodes that take no tasks, those that are so for the same reason together.</summary>
    public static async Task<IReadOnlyList<string>> ClosedNodesAsync(string? partition, CancellationToken cancellationToken)
    {
        List<string> arguments = ["--noheader", "--states=down,drain,fail", "--format=%N|%T|%E"];
        if (partition is not null)
        {
            arguments.Add($"--partition={partition}");
        }

        var text = await RunAsync("sinfo", arguments, null, cancellationToken).ConfigureAwait(false);
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
                .Select(line => line.Split('|', 3))
                .Where(parts => parts.Length == 3)
                .Select(parts => $"{parts[0]} {parts[1].TrimEnd('*')} ({parts[2].Trim()})"),
        ];
    }

    /// <summary>Cancels the tasks of a run.</summary>
    public static Task CancelAsync(string run, CancellationToken cancellationToken) =>
        RunAsync("scancel", [$"--name={run}"], null, cancellationToken);

    /// <summary>Starts a task now that would wait for some time after its node was lost, and takes others out of the hold that they were begun
    /// again in.</summary>
    public static async Task HurryAsync(SlurmJob job, CancellationToken cancellationToken)
    {
        try
        {
            if (job.Reason.StartsWith("BeginTime", StringComparison.Ordinal))
            {
                await RunAsync("scontrol", ["update", $"JobId={job.Id}", "StartTime=now"], null, cancellationToken).ConfigureAwait(false);
            }
            else if (
                job.Reason.Contains("requeued", StringComparison.OrdinalIgnoreCase)
                && job.Reason.Contains("held", StringComparison.OrdinalIgnoreCase)
            )
            {
                await RunAsync("scontrol", ["release", job.Id], null, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SlurmException)
        {
            // It has begun in between, or only an operator may: it begins by itself.
        }
    }

    /// <summary>What a command failed by. A controller that is away, or that has forgotten a job that was to be waited for, is asked again; a
    /// partition that does not exist is not.</summary>
    internal static SlurmException Failure(string program, string message) =>
        s_unconfigured.Any(part => message.Contains(part, StringComparison.OrdinalIgnoreCase))
            ? new(
                $"Slurm's commands are on this machine, but no cluster is: '{program}' finds no configuration of one. Run it where jobs are "
                    + "submitted from, or name the file in SLURM_CONF.",
                isPermanent: true
            )
            {
                IsMissing = true,
            }
            : new(
                $"{program}: {OneLine(program, message)}",
                !s_passing.Any(part => message.Contains(part, StringComparison.OrdinalIgnoreCase))
            );

    // The last line is what the command gave up for; it begins with the command's name again.
    private static string OneLine(string program, string message)
    {
        var last = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        return last.StartsWith(program + ": ", StringComparison.Ordinal) ? last[(program.Length + 2)..] : last;
    }

    private static SlurmJob? Parse(string line)
    {
        var parts = line.Split('|', 5);
        if (parts.Length < 5)
        {
            return null;
        }

        try
        {
            var comment = CanonicalJson.Read<SlurmComment>(System.Text.Encoding.UTF8.GetBytes(parts[4]));
            return new SlurmJob(parts[0], parts[1], parts[1] == "RUNNING" ? parts[3] : parts[2], comment.Stage, comment.Shards);
        }
        catch (JsonException)
        {
            return null; // somebody else's job of this name
        }
    }

    private static async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string? input,
        CancellationToken cancellationToken
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(s_time);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new SlurmException(
                $"'{program}' cannot be started ({exception.Message}): Slurm's commands are not on this machine. Run it where jobs are submitted from.",
                isPermanent: true
            )
            {
                IsMissing = true,
            };
        }

        using (process)
        {
            try
            {
                await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
                process.StandardInput.Close();
                var output = process.StandardOutput.ReadToEndAsync(stop.Token);
                var errors = process.StandardError.ReadToEndAsync(stop.Token);
                await process.WaitForExitAsync(stop.Token).ConfigureAwait(false);
                var text = await output.ConfigureAwait(false);
                return process.ExitCode == 0 ? text : throw Failure(program, (await errors.ConfigureAwait(false)).Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                throw new SlurmException(
                    $"{program}: no answer within {s_time.TotalSeconds:0} s; the controller seems to be down.",
                    isPermanent: false
                );
            }
        }
    }
}
