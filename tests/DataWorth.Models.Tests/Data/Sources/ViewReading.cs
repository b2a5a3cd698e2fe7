using DataWorth.Models.Data.Sources;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>The rows of a data source as ML.NET reads them.</summary>
internal static class ViewReading
{
    internal static (string Id, float[] Features, long? Label)[] Rows(DataSource source)
    {
        var view = source.View(new MLContext(0));
        string[] ids = [.. view.GetColumn<ReadOnlyMemory<char>>("Id").Select(id => id.ToString())];
        float[][] features = [.. view.GetColumn<float[]>("Features")];
        var labels = view.Schema.GetColumnOrNull("Label") is null
            ? Enumerable.Repeat<long?>(null, ids.Length)
            : view.GetColumn<long>("Label").Select(label => (long?)label);
        return [.. ids.Zip(features, labels)];
    }

    internal static string Text(DataSource source) =>
        string.Join('\n', Rows(source).Select(row => $"{row.Id}: {string.Join(' ', row.Features)} -> {row.Label}"));
}
