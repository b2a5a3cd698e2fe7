using Microsoft.ML.Data;

/// <summary>A row of drawings.csv: the label that somebody wrote down, what was really drawn, and 8 x 8 pixels from 0 to 1.</summary>
sealed class Drawing
{
    public static readonly string[] Shapes = ["circle", "cross", "square", "triangle"];

    public string Id { get; set; } = "";

    public long Label { get; set; }

    [VectorType(64)]
    public float[] Features { get; set; } = [];

    [NoColumn]
    public string Drawn { get; set; } = "";

    public static Drawing Parse(string line) =>
        line.Split(',') is [var id, var label, var drawn, var pixels]
            ? new() { Id = id, Label = Array.IndexOf(Shapes, label), Drawn = drawn, Features = [.. pixels.Select(p => (p - '0') / 9f)] }
            : throw new FormatException($"'{line}' has not four columns.");
}
