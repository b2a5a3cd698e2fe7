using System.Security.Cryptography;
using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Artifacts.Azure;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Tests.Commands;

/// <summary>The store commands on az:// addresses, against Azurite. The only tests here that set the variables of the credential.</summary>
public sealed class BlobStoreCommandTests : IDisposable
{
    private const string ConnectionVariable = "AZURE_STORAGE_CONNECTION_STRING";
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-blobs-").FullName;
    private readonly AzureBlobAddress _address = AzuriteServer.UnavailableBecause is null
        ? AzuriteServer.NewAddress()
        : AzureBlobAddress.Parse("az://account/container");

    private string Local => Path.Combine(_folder, "local");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(ConnectionVariable, null);
        TemporaryFolder.Remove(_folder);
    }

    [AzuriteFact]
    public async Task Evaluation_FillsABankInBlobs_AndAnotherFolderThatIsMergedFromIt_GivesTheSameResult()
    {
        Connect(AzuriteServer.Instance.ConnectionString());
        var file = Path.Combine(_folder, "small.yaml");
        File.WriteAllText(
            file,
            """
            name: small
            task: { kind: glyphs-mlp, train-count: 60, query-count: 8, network: { widths: [784, 8, 10] }, training: { epochs: 3 } }
            model-seeds: [0]
            subsets: { count: 6, retrainings: 2 }
            methods: [{ method: gradient-dot }, { method: logra, options: { rank: 4 } }]
            """
        );
        var blobs = _address.ToString();
        var first = await Evaluated($"evaluate run {file} --store {blobs} --out {_folder} --json");
        Assert.Equal(12, first.GetProperty("run").GetProperty("retrained").GetInt32());
        var again = await Evaluated($"evaluate run {file} --store {blobs} --out {_folder} --json");
        Assert.Equal(0, again.GetProperty("run").GetProperty("retrained").GetInt32());

        var merged = await CommandRun.Of($"evaluate merge {file} --store {blobs} --into {Local}");
        Assert.True(merged.ExitCode == ExitCodes.Success, merged.Messages);
        var local = await Evaluated($"evaluate run {file} --store {Local} --out {_folder} --json");
        Assert.Equal(0, local.GetProperty("run").GetProperty("retrained").GetInt32());
        foreach (var other in (JsonElement[])[again, local])
        {
            Assert.Equal(
                first.GetProperty("methods").EnumerateArray().Select(Lds),
                other.GetProperty("methods").EnumerateArray().Select(Lds)
            );
        }

        static double Lds(JsonElement method) => method.GetProperty("loss").GetProperty("mean").GetDouble();

        static async Task<JsonElement> Evaluated(string command)
        {
            var run = await CommandRun.Of(command);
            Assert.True(run.ExitCode == ExitCodes.Success, $"{command}: {run.Messages}");
            return JsonDocument.Parse(run.Output).RootElement;
        }
    }

    [AzuriteFact]
    public async Task Copy_ToBlobsAndBack_KeepsEveryByte_AndChecksHashes()
    {
        Connect(AzuriteServer.Instance.ConnectionString());
        WriteSample();
        var back = Path.Combine(_folder, "back");
        var store = _address.ToString();
        string[] commands =
        [
            $"store copy {store} --store {Local}",
            $"store verify --store {store}",
            $"store copy {back} --store {store}",
            $"store verify --store {back}",
        ];
        foreach (var command in commands)
        {
            var run = await CommandRun.Of(command);
            Assert.True(run.ExitCode == ExitCodes.Success, $"{command}: {run.Messages}");
        }

        Assert.Equal(Hashes(Local), Hashes(back));
        var again = await CommandRun.Of($"store copy {store} --store {Local}");
        Assert.Contains("0 files copied (0 B), 4 were there", again.Output, StringComparison.Ordinal);
        var list = await CommandRun.Of($"store ls --store {store} --json");
        using var document = JsonDocument.Parse(list.Output);
        Assert.Equal(store, document.RootElement.GetProperty("store").GetString());
        var artifact = document.RootElement.GetProperty("artifacts")[0];
        Assert.True(artifact.GetProperty("isFinished").GetBoolean());
        var name = artifact.GetProperty("artifact").GetString()!;
        var shown = await CommandRun.Of($"store show {name} --store {store}");
        Assert.Contains("rank = 4", shown.Output, StringComparison.Ordinal);
        var collected = await CommandRun.Of($"store gc --older-than 0 --store {store}");
        Assert.Contains("0 leftovers removed", collected.Output, StringComparison.Ordinal);

        // What the commands say of a blob that was replaced by as many other bytes.
        var shard = $"{_address.Prefix}/{name}/rows-000001.safetensors";
        var bytes = File.ReadAllBytes(Path.Combine(Local, name, "rows-000001.safetensors"));
        bytes[^1] ^= 1;
        AzuriteServer.Instance.Container(_address).GetBlobClient(shard).Upload(BinaryData.FromBytes(bytes), overwrite: true);
        var damaged = await CommandRun.Of($"store verify --store {store}");
        Assert.Equal(ExitCodes.Failure, damaged.ExitCode);
        Assert.Contains($"'{name}/rows-000001.safetensors' in {store} has the digest ", damaged.Output, StringComparison.Ordinal);
        var refused = await CommandRun.Of($"store copy {Path.Combine(_folder, "third")} --store {store}");
        Assert.Equal(ExitCodes.Failure, refused.ExitCode);
        Assert.Contains("its bytes were changed", refused.Messages, StringComparison.Ordinal);
        var removed = await CommandRun.Of($"store rm {name} --store {store}");
        Assert.Equal(ExitCodes.Success, removed.ExitCode);
        Assert.Empty(AzuriteServer.Instance.Container(_address).GetBlobs());
    }

    [AzuriteFact]
    public async Task Quickstart_KeepsItsGradientsInBlobs_AndFindsThemAgain()
    {
        Connect(AzuriteServer.Instance.ConnectionString());
        var report = Path.Combine(_folder, "report.html");
        var command = $"quickstart --data-set glyphs --train-count 300 --queries 4 --epochs 4 --rank 8 --out {report} --store {_address}";
        var first = await CommandRun.Of(command);
        Assert.True(first.ExitCode == 0, first.Messages);
        var second = await CommandRun.Of(command + " --verify full");
        Assert.True(second.ExitCode == 0, second.Messages);
        Assert.Contains("300 of 300 examples", await File.ReadAllTextAsync(report), StringComparison.Ordinal);
        var verified = await CommandRun.Of($"store verify --store {_address}");
        Assert.Equal(ExitCodes.Success, verified.ExitCode);
    }

    [AzuriteFact]
    public async Task WrongKey_IsRefused_AndNoSecretIsPrintedOrLogged()
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        Connect(AzuriteServer.Instance.ConnectionString().Replace(AzuriteServer.Instance.Key, secret, StringComparison.Ordinal));
        var log = Path.Combine(_folder, "log.json");
        WriteSample();
        var run = await CommandRun.Of($"store copy {_address} --store {Local} --verbose --log-file {log}");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("the service answered 403", run.Messages, StringComparison.Ordinal);
        var logged = File.ReadAllText(log);
        Assert.Contains("403", logged, StringComparison.Ordinal);
        RequireNone(secret, run.Output, run.Messages, logged, Uri.UnescapeDataString(logged));
    }

    [Theory]
    [InlineData("AccountName=x;AccountKey=SECRET;nonsense", "The connection string for 'az://account/container' cannot be read.")]
    [InlineData(
        "DefaultEndpointsProtocol=https;AccountName=other;AccountKey=U0VDUkVU;EndpointSuffix=core.windows.net",
        "is of account 'other', but the address 'az://account/container' names 'account'."
    )]
    public async Task UnusableConnectionString_IsExplained_AndNotRepeated(string connection, string message)
    {
        Connect(connection);
        var log = Path.Combine(_folder, "log.json");
        var run = await CommandRun.Of($"store ls --store az://account/container --verbose --log-file {log}");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
        RequireNone("SECRET", run.Output, run.Messages, File.ReadAllText(log));
        RequireNone("U0VDUkVU", run.Output, run.Messages, File.ReadAllText(log));
    }

    [Fact]
    public async Task AddressWithASignature_IsRefused_WithoutRepeatingIt()
    {
        var run = await CommandRun.Of("store ls --store az://account?sig=SECRET --verbose");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(
            "is not an address of a blob store. Expected az://account/container or az://account/container/prefix.",
            run.Messages,
            StringComparison.Ordinal
        );
        RequireNone("SECRET", run.Output, run.Messages);
    }

    [Fact]
    public async Task Help_NamesTheFormsOfAnAddress_AndWhereTheCredentialComesFrom()
    {
        var store = await CommandRun.Of("store --help");
        foreach (
            var word in new[]
            {
                ConnectionVariable,
                "AZURE_STORAGE_SAS_TOKEN",
                "DefaultAzureCredential",
                "DATAWORTH_BLOB_CACHE",
                "ls",
                "show",
                "verify",
                "copy",
                "rm",
                "gc",
                "du",
            }
        )
        {
            Assert.Contains(word, store.Output, StringComparison.Ordinal);
        }

        foreach (var command in new[] { "ls", "show", "verify", "copy", "rm", "gc", "du" })
        {
            var help = await CommandRun.Of($"store {command} --help");
            Assert.Equal(ExitCodes.Success, help.ExitCode);
            Assert.Contains("az://ACCOUNT/CONTAINER/PREFIX", help.Output, StringComparison.Ordinal);
            Assert.Contains("--json", help.Output, StringComparison.Ordinal);
            Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        }
    }

    private static void Connect(string connection) => Environment.SetEnvironmentVariable(ConnectionVariable, connection);

    private static void RequireNone(string secret, params string[] texts) =>
        Assert.All(texts, text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));

    private static Dictionary<string, string> Hashes(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetRelativePath(folder, file),
                file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))
            );

    private void WriteSample()
    {
        using FileArtifactStore store = new(Local);
        var key = new FingerprintBuilder().Add("rank", 4);
        using var writer = ArtifactWriter.Create(
            store,
            key.ToKey("gradients"),
            [ArtifactTensorLayout.Of("features", SafetensorsDType.F32, 1000)],
            new ArtifactWriterOptions
            {
                RowCount = 70,
                RowsPerShard = 32,
                Options = key.Options,
            }
        );
        var rows = new byte[70 * 4000];
        new Random(1).NextBytes(rows);
        for (var index = 0; index < writer.ShardCount; index++)
        {
            var shard = writer.Begin(index);
            shard.Ids = [.. Enumerable.Range((int)shard.FirstRow, shard.Rows).Select(row => $"doc-{row}")];
            rows.AsSpan((int)shard.FirstRow * 4000, shard.Rows * 4000).CopyTo(shard["features"]);
            writer.Commit(shard);
        }

        writer.Complete();
    }
}
