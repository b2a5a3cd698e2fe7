using DataWorth.Models.Data.Sources;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>Opens data that a test writes.</summary>
public abstract class SourceTestBase : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    internal TemporaryFolder Files => _directory;

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<DataSource> OpenText(string name, string content, DataOptions? options = null, DataEncoding? like = null) =>
        DataSource.OpenAsync((options ?? new()) with { Path = DataSamples.Text(_directory, name, content) }, like);

    private protected Task<DataSource> OpenCsv(string content, DataOptions? options = null, DataEncoding? like = null) =>
        OpenText(like is null ? "table.csv" : "queries.csv", content, options, like);

    /// <summary>The message without the temporary directory.</summary>
    private protected async Task<string> Refused<TException>(Func<Task> open)
        where TException : Exception =>
        (await Assert.ThrowsAnyAsync<TException>(open))
            .Message.Replace(_directory.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
            .Replace(_directory.Path, "", StringComparison.Ordinal);
}
