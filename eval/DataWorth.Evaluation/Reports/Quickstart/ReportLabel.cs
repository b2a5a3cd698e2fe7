namespace DataWorth.Evaluation.Reports.Quickstart;

/// <summary>The label that a training image was trained with.</summary>
/// <param name="Given">The name of the class used in training.</param>
/// <param name="True">The name of the real class; it differs from <paramref name="Given"/> where the label was flipped.</param>
public sealed record ReportLabel(string Given, string True)
{
    /// <summary>Whether the label was flipped.</summary>
    public bool IsFlipped => Given != True;
}
