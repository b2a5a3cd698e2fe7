using System.Diagnostics;
using DataWorth.Configuration;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Fits;

/// <summary>Data that stay open for what comes next; the last few.</summary>
internal sealed class OpenData
{
    private const int Most = 4;
    private readonly Dictionary<string, DataSource> _sources = new(StringComparer.Ordinal);

    /// <summary>What reading has taken.</summary>
    public TimeSpan Taken { get; private set; }

    /// <summary>The data of some options: those that are open, or read now.</summary>
    /// <param name="options">Which, and as what.</param>
    /// <param name="like">The encoding to use; null for their own.</param>
    /// <param name="open">Reads them.</param>
    public DataSource Get(DataOptions options, DataEncoding? like, Func<DataSource> open)
    {
        var key = string.Join(';', OptionsBinder.Describe(options)) + like?.ToJson();
        if (!_sources.TryGetValue(key, out var data))
        {
            if (_sources.Count >= Most)
            {
                _sources.Clear();
            }

            var start = Stopwatch.GetTimestamp();
            data = open();
            Taken += Stopwatch.GetElapsedTime(start);
            _sources.Add(key, data);
        }

        return data;
    }
}
