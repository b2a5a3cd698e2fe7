using System.Globalization;

namespace Microsoft.ML.Runtime;

/// <summary>One state of a computation.</summary>
internal sealed class ProgressEntry(ProgressHeader header) : IProgressEntry
{
    private readonly double?[] _metrics = new double?[header.MetricNames.Length];
    private readonly double?[] _progress = new double?[header.UnitNames.Length];
    private readonly double?[] _limits = new double?[header.UnitNames.Length];

    public void SetProgress(int index, double value) => SetProgress(index, value, double.NaN);

    public void SetProgress(int index, double value, double lim)
    {
        CheckIndex(index, _progress.Length, "units of progress");
        _progress[index] = value;
        _limits[index] = double.IsNaN(lim) ? null : lim;
    }

    public void SetMetric(int index, double value)
    {
        CheckIndex(index, _metrics.Length, "metrics");
        _metrics[index] = value;
    }

    /// <summary>Takes the values of a checkpoint: metrics, progress, limits.</summary>
    public void Fill(double?[] values)
    {
        int allowed = _metrics.Length + _progress.Length + _limits.Length;
        Throw.Unless(values.Length <= allowed, nameof(values),
            $"The header names {_metrics.Length} metrics and {_progress.Length} units of progress, which allow {allowed} values, got {values.Length}.");
        int next = 0;
        foreach (double?[] target in new[] { _metrics, _progress, _limits })
        {
            for (int i = 0; i < target.Length && next < values.Length; i++)
                target[i] = values[next++];
        }
    }

    /// <summary>E.g. <c>2/10 epochs, Loss: 0.25</c>; what is unknown is left out.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        for (int i = 0; i < _progress.Length; i++)
        {
            if (_progress[i] is double value)
                parts.Add(_limits[i] is double limit ? Format($"{value}/{limit} {header.UnitNames[i]}") : Format($"{value} {header.UnitNames[i]}"));
        }
        for (int i = 0; i < _metrics.Length; i++)
        {
            if (_metrics[i] is double value)
                parts.Add(Format($"{header.MetricNames[i]}: {value}"));
        }
        return string.Join(", ", parts);
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void CheckIndex(int index, int count, string what) =>
        Throw.Unless((uint)index < (uint)count, nameof(index), $"The header names {count} {what}, got index {index}.");
}
