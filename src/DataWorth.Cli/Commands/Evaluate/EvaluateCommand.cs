using System.CommandLine;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>'dataworth evaluate': measure attribution methods against retraining.</summary>
internal sealed class EvaluateCommand : Command
{
    /// <summary>Makes the command with its subcommands.</summary>
    public EvaluateCommand()
        : base(
            "evaluate",
            "Measure attribution methods against retraining: linear datamodeling score, brittleness, cheap checks. An evaluation file "
                + "(pipelines/*evaluation.yaml) says what is "
                + "retrained and which methods are compared; every retraining is made once and kept in the store."
        )
    {
        Subcommands.Add(new EvaluateRetrainCommand());
        Subcommands.Add(new EvaluateRunCommand());
        Subcommands.Add(new EvaluateVerifyCommand());
        Subcommands.Add(new EvaluateMergeCommand());
    }
}
