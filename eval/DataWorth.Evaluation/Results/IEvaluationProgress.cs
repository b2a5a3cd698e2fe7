using DataWorth.Evaluation.Retraining;

namespace DataWorth.Evaluation.Results;

/// <summary>Who is told how far an evaluation is.</summary>
public interface IEvaluationProgress
{
    /// <summary>Told after each retraining.</summary>
    /// <param name="stage">What the retrainings are for.</param>
    /// <param name="progress">Where they stand.</param>
    void Retraining(string stage, RetrainProgress progress);

    /// <summary>Told after each unit of another stage.</summary>
    /// <param name="stage">What is being done.</param>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all.</param>
    /// <param name="detail">The unit at hand.</param>
    void Stage(string stage, int done, int total, string detail);
}
