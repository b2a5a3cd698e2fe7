namespace DataWorth.Stages;

/// <summary>Scores of consecutive examples.</summary>
/// <param name="Ids">Their ids.</param>
/// <param name="Scores">Row-major [rows, Q]; empty when not asked for.</param>
/// <param name="GroupScores">The same for each named group of modules; empty when not asked for.</param>
/// <param name="SelfInfluence">[rows]; empty when not asked for.</param>
public sealed record ScoredRows(IReadOnlyList<string> Ids, float[] Scores, IReadOnlyList<float[]> GroupScores, float[] SelfInfluence)
{
    /// <summary>How many examples.</summary>
    public int Count => Ids.Count;
}
