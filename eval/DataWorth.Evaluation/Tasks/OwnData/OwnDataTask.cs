using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Evaluation.Tasks.OwnData;

/// <summary>A table or images of one's own with a network that tells their classes apart.</summary>
public static class OwnDataTask
{
    /// <summary>The row of the table.</summary>
    public static TaskDescription Description { get; } =
        TaskDescription.Of<OwnDataOptions>("own-data", "a table or images of one's own, a network of one's choice", [], CreateAsync);

    private static async Task<RetrainingTask> CreateAsync(OwnDataOptions options, DataLocator locator)
    {
        var train = await DataSource.OpenAsync(options.Data, null, locator).ConfigureAwait(false);
        var queries = await DataSource.OpenAsync(options.Queries, train.Encoding, locator).ConfigureAwait(false);
        foreach (var (data, path) in new[] { (train, options.Data.Path), (queries, options.Queries.Path) })
        {
            if (data.Labels is null)
            {
                Throw.OwnDataWithoutLabels(path);
            }
        }

        var asked = options with { QueryCount = Math.Min(options.QueryCount, queries.Count) };
        return new OwnDataRetraining(
            LabelledRows.Of(train, Enumerable.Range(0, Math.Min(options.TrainCount, train.Count))),
            LabelledRows.Of(queries, asked.DrawQueries(queries.Count)),
            options.Network,
            options.Training
        );
    }
}
