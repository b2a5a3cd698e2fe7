using DataWorth.Cli.Tests.Fit;

namespace DataWorth.Cli.Tests.Serve;

/// <summary>A fit of a small language model, and one of a table of flowers, in one store.</summary>
public sealed class ServedFarm : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-serve-").FullName;

    /// <summary>The store.</summary>
    public string Store => $"file:{PathOf("store")}";

    /// <summary>A file of the folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    public async Task InitializeAsync()
    {
        TinyLanguage.Write(_folder);
        FlowerFiles.Write(_folder);
        string[] texts = ["--data", PathOf("texts"), "--model", PathOf("model"), "--block-is-packed", "false"];
        await Fit([.. texts, "--method", "logra", "--name", "farm"]);
        await Fit([.. texts, "--method", "trak", "--name", "mixed"]);
        await Fit([.. texts, "--method", "ekfac", "--name", "sharper"]);
        await Fit(
            "--data",
            PathOf("train.csv"),
            "--model",
            "mlp",
            "--label-column",
            "kind",
            "--id-column",
            "id",
            "--train",
            "--epochs",
            "20",
            "--method",
            "logra",
            "--rank",
            "4",
            "--name",
            "flowers"
        );
    }

    public Task DisposeAsync()
    {
        TemporaryFolder.Remove(_folder);
        return Task.CompletedTask;
    }

    private async Task Fit(params string[] arguments)
    {
        var run = await CommandRun.Of(["fit", .. arguments, "--store", Store]);
        Assert.True(run.ExitCode == 0, run.Messages);
    }
}
