using DataWorth.Cli.Progress;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Data;

/// <summary>Shows downloads, one stage per file.</summary>
internal sealed class DownloadStages(ProgressDisplay display) : IProgress<DownloadProgress>, IDisposable
{
    private IProgressStage? _stage;
    private DataFile? _file;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        if (_file != value.File)
        {
            _stage?.Dispose();
            _file = value.File;
            _stage = display.Begin("download " + Path.GetFileName(value.File.RelativePath), "bytes", value.TotalBytes ?? 1);
        }

        _stage!.Report(value.BytesReceived);
    }

    /// <inheritdoc/>
    public void Dispose() => _stage?.Dispose();
}
