namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>What marks a point of a chart.</summary>
public enum ChartMark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A filled dot: a method.</summary>
    Dot,

    /// <summary>A hollow square: a control.</summary>
    Square,

    /// <summary>A hollow diamond: another control.</summary>
    Diamond,
}
