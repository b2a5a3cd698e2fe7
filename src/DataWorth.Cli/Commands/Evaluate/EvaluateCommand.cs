using System.CommandLine;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>'dataworth evaluate': measure attribution methods against retraining.</summary>
internal sealed class EvaluateCommand : Command
{
    /// <summary>Makes the command with its subcommands.</summary>
    /// <param name="tasks">The tasks that an evaluation file can name.</param>
    public EvaluateCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            "evaluate",
            "Measure attribution methods against retraining: linear datamodeling score, brittleness, cheap checks. An evaluation file "
                + "(pipelines/*evaluation.yaml) says what is "
                + "retrained and which methods are compared; every retraining is made once and kept in the store. Tasks: "
                + string.Join("; ", tasks.Select(task => $"{task.Name} ({task.Summary})"))
                + "."
        )
    {
        Subcommands.Add(new EvaluateRunCommand(tasks));
        Subcommands.Add(new EvaluateVerifyCommand(tasks));
        Subcommands.Add(new EvaluateMergeCommand(tasks));
        Subcommands.Add(new EvaluateMemorisationCommand());
    }
}
