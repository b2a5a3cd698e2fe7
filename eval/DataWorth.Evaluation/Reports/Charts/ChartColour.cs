namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Colours of the style sheet; each has a light and a dark variant, and they differ in brightness too.</summary>
public enum ChartColour
{
    /// <summary>The first colour: what the chart is about.</summary>
    Accent,

    /// <summary>The second colour: the opposite.</summary>
    Contrast,

    /// <summary>Grey: a baseline.</summary>
    Muted,

    /// <summary>A warning colour: something is wrong with this.</summary>
    Alert,

    /// <summary>A third colour, for charts of many series.</summary>
    Green,

    /// <summary>A fourth colour, for charts of many series.</summary>
    Violet,

    /// <summary>A fifth colour, for charts of many series.</summary>
    Teal,

    /// <summary>A sixth colour, for charts of many series.</summary>
    Gold,

    /// <summary>The colour of text, for one more series.</summary>
    Ink,
}
