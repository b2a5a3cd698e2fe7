using System.ComponentModel;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;

namespace DataWorth.Evaluation.Tasks.OwnData;

/// <summary>Options of a network on data of one's own. <see cref="TaskOptions.TrainCount"/> and <see cref="TaskOptions.QueryCount"/> are upper
/// bounds here: all rows are taken unless there are more.</summary>
public sealed record OwnDataOptions : TaskOptions
{
    /// <summary>All training examples, at most 1,000 queries.</summary>
    public OwnDataOptions() => (TrainCount, QueryCount) = (int.MaxValue, 1000);

    /// <summary>The training data, with labels.</summary>
    [Description("The training data.")]
    public DataOptions Data { get; init; } = new();

    /// <summary>The test data, with labels.</summary>
    [Description("The test data that queries are drawn from.")]
    public DataOptions Queries { get; init; } = new();

    /// <summary>The network; its checkpoint has no influence, so that it is refused.</summary>
    [Description("The network.")]
    public ModelOptions Network { get; init; } = new MlpModelOptions();

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Data.Validate();
        Queries.Validate();
        if (!string.IsNullOrEmpty(Network.Checkpoint))
        {
            Throw.CheckpointOfRetraining(Network.Checkpoint);
        }
    }
}
