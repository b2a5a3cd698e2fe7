namespace DataWorth.Stages;

/// <summary>What made an artifact, for its manifest: nothing about the host, no time.</summary>
internal static class Provenance
{
    /// <summary>Program and library versions.</summary>
    public static IReadOnlyDictionary<string, string> Current { get; } =
        new Dictionary<string, string>
        {
            ["program"] = "DataWorth " + (typeof(Provenance).Assembly.GetName().Version?.ToString(3) ?? "0"),
            ["torch"] = torch.__version__,
        };
}
