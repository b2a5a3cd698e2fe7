namespace DataWorth.Evaluation.Brittleness;

/// <summary>The removals of one method or control.</summary>
/// <param name="Label">The method, or the control.</param>
/// <param name="IsControl">Whether it is a control.</param>
/// <param name="Points">A point per number of removed examples.</param>
public sealed record BrittlenessCurve(string Label, bool IsControl, IReadOnlyList<BrittlenessPoint> Points);
