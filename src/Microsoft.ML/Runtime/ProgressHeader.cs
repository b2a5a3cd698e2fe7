namespace Microsoft.ML.Runtime;

/// <summary>Names what a computation reports.</summary>
public sealed class ProgressHeader
{
    /// <summary>The units of progress from coarse to fine, e.g. epochs, examples.</summary>
    public readonly string[] UnitNames;

    /// <summary>The metrics, e.g. Loss.</summary>
    public readonly string[] MetricNames;

    /// <summary>Names metrics and units.</summary>
    /// <param name="metricNames">The metrics; null means none. The array is taken over.</param>
    /// <param name="unitNames">The units from coarse to fine; null means none. The array is taken over.</param>
    public ProgressHeader(string[] metricNames, string[] unitNames)
    {
        MetricNames = metricNames ?? [];
        UnitNames = unitNames ?? [];
    }

    /// <summary>Names units only.</summary>
    /// <param name="unitNames">The units from coarse to fine.</param>
    public ProgressHeader(params string[] unitNames)
        : this(null, unitNames)
    {
    }
}
