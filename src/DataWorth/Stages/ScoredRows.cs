namespace DataWorth.Stages;

/// <summary>Scores of consecutive rows of a view.</summary>
/// <param name="Ids">Their ids.</param>
/// <param name="Scores">Row-major [rows, Q]; empty when not asked for.</param>
/// <param name="GroupScores">The same for each named group of modules; empty when not asked for.</param>
/// <param name="SelfInfluence">[rows]; empty when not asked for.</param>
internal sealed record ScoredRows(IReadOnlyList<string> Ids, float[] Scores, IReadOnlyList<float[]> GroupScores, float[] SelfInfluence)
{
    public int Count => Ids.Count;
}
