using System.Globalization;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Progress;

/// <summary>Shows a training as a stage.</summary>
internal sealed class TrainingStage(IProgressStage stage) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value) =>
        stage.Report(
            value.Step,
            string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {value.Epoch}/{value.Epochs}, loss {value.Loss:0.000}, accuracy {100 * value.Accuracy:0} %"
            )
        );
}
