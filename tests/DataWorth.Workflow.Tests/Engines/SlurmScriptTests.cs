using DataWorth.Workflow.Engines.Slurm;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Tests.Engines;

public sealed class SlurmScriptTests
{
    [Fact]
    public void Script_IsTheOneOfTheFile()
    {
        using EngineRig rig = new();
        var context = rig.Context() with { Program = ["/opt/data worth/dataworth"], StoreAddress = "az://account/container/a b" };
        SlurmEngineOptions options = new()
        {
            Setup = ["module load dotnet"],
            Processors = 4,
            Attempts = 2,
        };
        var command =
            $"'/opt/data worth/dataworth' shard --plan {rig.Plan.Digest} --stage second --shard $((SLURM_ARRAY_TASK_ID + 1000)) "
            + "--store 'az://account/container/a b'";
        Assert.Equal(
            $$"""
            #!/bin/bash
            # {{rig.Plan.RunId}}, stage second
            module load dotnet
            export OMP_NUM_THREADS=4
            for try in $(seq 2); do
              {{command}}
              code=$?
              [ $code -eq 75 ] || exit $code
              [ "$try" -eq 2 ] || sleep $((2 ** try))
            done
            exit $code

            """,
            SlurmScript.Of(rig.Run, rig.Plan.Get("second"), 1000, options, context)
        );
    }

    [Fact]
    public void Arguments_SayWhatIsWaitedForAndWhatTheJobIs()
    {
        using EngineRig rig = new();
        SlurmEngineOptions options = new()
        {
            Partition = "gpu",
            Account = "lab",
            TimeLimit = "1:00:00",
            MemoryMb = 4000,
            Running = 8,
            Arguments = ["--gres=gpu:1"],
            Logs = "/logs",
        };
        Assert.Equal(
            [
                "--parsable",
                $"--job-name={rig.Plan.RunId}",
                "--comment=text",
                "--array=0-3,7%8",
                "--requeue",
                "--cpus-per-task=1",
                $"--output=/logs/{rig.Plan.RunId}/second.%A_%a.log",
                "--partition=gpu",
                "--account=lab",
                "--time=1:00:00",
                "--mem=4000",
                "--dependency=afterok:17:18",
                "--kill-on-invalid-dep=yes",
                "--gres=gpu:1",
            ],
            SlurmScript.Arguments(rig.Run, rig.Plan.Get("second"), ShardList.Write([0, 1, 2, 3, 7]), "text", ["17", "18"], options)
        );
    }

    [Theory]
    [InlineData("sbatch: error: slurm_msg_sendto: address:port=10.77.0.1:6817 msg_type=4003: Unexpected missing socket error", false)]
    [InlineData("sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)", false)]
    [InlineData("squeue: error: slurm_receive_msg: Zero Bytes were transmitted or received", false)]
    [InlineData("sbatch: error: Batch job submission failed: Job dependency problem", false)]
    [InlineData("sbatch: error: invalid partition specified: gpu", true)]
    [InlineData("sbatch: error: Batch job submission failed: Requested node configuration is not available", true)]
    [InlineData("sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified", true)]
    public void ControllerThatDoesNotAnswer_IsAskedAgain_AndWhatItRefusesIsNot(string error, bool isPermanent) =>
        Assert.Equal(isPermanent, SlurmCommands.Failure("sbatch", error).IsPermanent);

    [Fact]
    public void MachineWithoutACluster_IsSaidInOneSentence()
    {
        const string Found =
            "squeue: error: resolve_ctls_from_dns_srv: res_nsearch error: Unknown host\nsqueue: error: fetch_config: DNS SRV lookup failed\n"
            + "squeue: fatal: Could not establish a configuration source";
        var failure = SlurmCommands.Failure("squeue", Found);
        Assert.True(failure.IsMissing);
        Assert.StartsWith("Slurm's commands are on this machine, but no cluster is", failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            "sbatch: error: invalid partition specified: gpu",
            SlurmCommands.Failure("sbatch", "sbatch: error: one\nsbatch: error: invalid partition specified: gpu").Message
        );
    }
}
