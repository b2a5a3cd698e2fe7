namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>What marks a point of a chart.</summary>
public enum ChartMark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A filled dot.</summary>
    Dot,

    /// <summary>A hollow square.</summary>
    Square,

    /// <summary>A hollow diamond.</summary>
    Diamond,
}
