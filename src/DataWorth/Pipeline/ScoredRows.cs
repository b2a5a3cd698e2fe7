namespace DataWorth.Pipeline;

/// <summary>Scores of consecutive rows of a view.</summary>
/// <param name="Ids">Their ids.</param>
/// <param name="Scores">Row-major [rows, Q]; empty when not asked for.</param>
/// <param name="SelfInfluence">[rows]; empty when not asked for.</param>
internal sealed record ScoredRows(IReadOnlyList<string> Ids, float[] Scores, float[] SelfInfluence)
{
    public int Count => Ids.Count;
}
