using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Tests.SmallestTask;

/// <summary>Options of the smallest task: 40 points, a line between two classes.</summary>
public sealed record PlanePointsOptions : TaskOptions
{
    /// <summary>40 training points, 5 queries, 20 steps.</summary>
    public PlanePointsOptions()
    {
        (TrainCount, QueryCount) = (40, 5);
        Training = new()
        {
            Epochs = 20,
            BatchSize = 40,
            LearningRate = 1,
        };
    }

    /// <summary>Distance of the classes' centres from the origin.</summary>
    [Description("Distance of the classes' centres from the origin.")]
    [Range(0, 10.0, MinimumIsExclusive = true)]
    public double Distance { get; init; } = 1;
}
