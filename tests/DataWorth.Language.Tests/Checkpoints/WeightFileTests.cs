using System.Text;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Checkpoints;

/// <summary>Weights in one file or in shards are loaded as they are, or refused with everything that is wrong in one message.</summary>
public sealed class WeightFileTests : IDisposable
{
    private static readonly LlamaOptions s_tied = new()
    {
        VocabularySize = 13,
        Positions = 12,
        Width = 8,
        InnerWidth = 10,
        Layers = 3,
        Heads = 4,
        KeyValueHeads = 2,
        HasTiedHead = true,
    };

    private readonly TemporaryFolder _directory = new();

    private string Index => Path.Combine(_directory.Path, "model.safetensors.index.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Shards_GiveTheSameModelAsOneFile()
    {
        using var network = Save(s_tied);
        Shard(3);
        Assert.Equal(3, Directory.GetFiles(_directory.Path, "*.safetensors").Length);
        using var opened = LanguageModelCheckpoint.Open(_directory.Path);
        AssertSame(network, opened);
    }

    [Fact]
    public void EverythingThatIsWrongWithShards_IsInOneMessage()
    {
        Save(s_tied).Dispose();
        Shard(4);
        File.Delete(Shard("00001"));
        var cut = Shard("00002");
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^8]);
        var index = JsonNode.Parse(File.ReadAllText(Index))!;
        var moved = index["weight_map"]!.AsObject().First(entry => $"{entry.Value}".Contains("00003")).Key;
        index["weight_map"]!["model.layers.9.mlp.up_proj.weight"] = "model-00003-of-00004.safetensors";
        index["weight_map"]!["outside.weight"] = "../model.safetensors";
        index["weight_map"]!.AsObject().Remove(moved);
        File.WriteAllText(Index, index.ToJsonString());
        var message = Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message;
        Assert.StartsWith($"Checkpoint '{Index}' does not fit Llama: ", message, StringComparison.Ordinal);
        Assert.Contains("shard '../model.safetensors' lies outside the folder; ", message, StringComparison.Ordinal);
        Assert.Matches(@"shard 'model-00001-of-00004\.safetensors' is missing, with \d tensors; ", message);
        Assert.Contains("shard 'model-00002-of-00004.safetensors' cannot be read (", message, StringComparison.Ordinal);
        Assert.Contains(
            $"tensor '{moved}' is in the shard 'model-00003-of-00004.safetensors', where the index has none of that name; ",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "tensor 'model.layers.9.mlp.up_proj.weight' is not in its shard 'model-00003-of-00004.safetensors'; ",
            message,
            StringComparison.Ordinal
        );
        // What lies in files that cannot be read is not called missing again.
        Assert.Contains($"tensor '{moved["model.".Length..]}' is missing", message, StringComparison.Ordinal);
        Assert.Equal(1, System.Text.RegularExpressions.Regex.Count(message, "' is missing[^,]"));
        Assert.EndsWith("Fetch the files that are missing or cut again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingUnexpectedAndWronglyShapedTensors_AreListedTogether()
    {
        Save(s_tied).Dispose();
        Rewrite(tensors =>
        {
            tensors.Remove("model.norm.weight");
            tensors["model.layers.0.mlp.up_proj.weight"] = zeros([8, 10]);
            tensors["model.layers.3.mlp.up_proj.weight"] = zeros([10, 8]);
        });
        Assert.Equal(
            $"Checkpoint '{Path.Combine(_directory.Path, "model.safetensors")}' does not fit Llama: "
                + "tensor 'layers.0.mlp.up_proj.weight' is [8, 10] in the file and [10, 8] in the network; "
                + "tensor 'norm.weight' is missing; "
                + "tensor 'layers.3.mlp.up_proj.weight' is unexpected. Weights and config.json are not of one model: fetch both again.",
            Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message
        );
    }

    [Theory]
    [InlineData("model.embed_tokens.weight")]
    [InlineData("lm_head.weight")]
    public void ATiedTable_IsTakenFromEitherName_AndTwoThatDifferAreRefused(string only)
    {
        using var network = Save(s_tied);
        Rewrite(tensors =>
        {
            var table = tensors["model.embed_tokens.weight"];
            tensors.Remove("model.embed_tokens.weight");
            tensors[only] = table;
        });
        using (var opened = LanguageModelCheckpoint.Open(_directory.Path))
        {
            AssertSame(network, opened);
        }

        var other = only == "lm_head.weight" ? "model.embed_tokens.weight" : "lm_head.weight";
        Rewrite(tensors => tensors[other] = tensors[only]);
        LanguageModelCheckpoint.Open(_directory.Path).Dispose();
        Rewrite(tensors => tensors[other] = tensors[only] + 1);
        Assert.Contains(
            "has different tables 'embed_tokens.weight' and 'lm_head.weight'",
            Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ANumberThatTheElementTypeCannotHold_IsRefusedByItsTensor()
    {
        Save(s_tied).Dispose();
        Rewrite(tensors => tensors["model.norm.weight"][3] = 1e5);
        LanguageModelCheckpoint.Open(_directory.Path, ScalarType.BFloat16).Dispose();
        Assert.Contains(
            "tensor 'norm.weight' has the number 1e+5, but Float16 ends at 6.55e+4",
            Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path, ScalarType.Float16)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void ANumberThatIsNotFinite_IsRefusedByFileAndTensor(double number)
    {
        Save(s_tied).Dispose();
        Rewrite(tensors => tensors["model.norm.weight"][3] = number);
        Assert.Equal(
            $"Checkpoint '{Path.Combine(_directory.Path, "model.safetensors")}' has a NaN or an infinity in tensor 'norm.weight': a training "
                + "that diverged, or a file that was damaged. Use a checkpoint of finite numbers.",
            Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message
        );
    }

    [Fact]
    public void FoldersThatAreNoModel_AreRefusedInWords()
    {
        Assert.Equal(
            $"There is no '{Path.Combine(_directory.Path, "config.json")}', expected the folder of a model with config.json and "
                + "model.safetensors. Name that folder.",
            Assert.Throws<FileNotFoundException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message
        );
        _directory.Write("adapter_config.json", "{}"u8.ToArray());
        Assert.Equal(
            $"Folder '{_directory.Path}' has an adapter only (adapter_config.json), expected a model. Open the model that it was trained "
                + "on, and give the adapter beside it (--adapter; LoraAdapter.Load).",
            Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message
        );
        Save(s_tied).Dispose();
        File.Delete(Path.Combine(_directory.Path, "model.safetensors"));
        Assert.EndsWith(
            "has neither model.safetensors nor model.safetensors.index.json. Fetch the weights.",
            Assert.Throws<FileNotFoundException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message,
            StringComparison.Ordinal
        );
        _directory.Write("pytorch_model.bin", [1]);
        Assert.EndsWith(
            "but files .bin, which are programs of Python and not read. Save the model with safe_serialization=True.",
            Assert.Throws<FileNotFoundException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message,
            StringComparison.Ordinal
        );
        _directory.Write("model.safetensors.index.json", """{"weight_map": {"a": 1}}"""u8.ToArray());
        Assert.Equal(
            $"Index '{Index}' has no 'weight_map' of tensors to files. Fetch the file again.",
            Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message
        );
    }

    [DataFact("models/fake_gpt2/model.safetensors")]
    public void APublishedFolderOfTheFullVocabulary_IsLoaded()
    {
        using var network = LanguageModelCheckpoint.Open(SharedData.Locate("models/fake_gpt2"));
        using var input = tensor(new long[] { 50_256, 0 }, [1, 2]);
        using var output = network.call(input);
        Assert.Equal([1L, 2, 50_257], output.shape);
        Reference.Close(PlainGpt2Logits(), output, 1e-5);

        double[] PlainGpt2Logits() =>
            Networks.PlainGpt2.Logits((Gpt2Options)network.Shape, name => Reference.Values(network, name), [50_256, 0]);
    }

    private LanguageModel Save(LlamaOptions options)
    {
        var network = options.Create();
        Reference.Disturb(network);
        network.eval();
        LanguageModelCheckpoint.Save(_directory.Path, network);
        return network;
    }

    private static void AssertSame(LanguageModel expected, LanguageModel actual)
    {
        Assert.Equal(expected.state_dict().Keys, actual.state_dict().Keys);
        Assert.All(expected.state_dict(), entry => Assert.Equal(Reference.Values(entry.Value), Reference.Values(actual, entry.Key)));
    }

    private string Shard(string number) => Directory.GetFiles(_directory.Path, $"model-{number}-of-*").Single();

    private void Rewrite(Action<Dictionary<string, Tensor>> change)
    {
        var path = Path.Combine(_directory.Path, "model.safetensors");
        var tensors = ReadAll(path);
        change(tensors);
        Write(path, tensors);
    }

    // As Hugging Face's programs split: whole tensors in files of about the same number.
    private void Shard(int count)
    {
        var path = Path.Combine(_directory.Path, "model.safetensors");
        var tensors = ReadAll(path);
        File.Delete(path);
        JsonObject map = [];
        foreach (var (number, part) in tensors.Chunk((tensors.Count + count - 1) / count).Index())
        {
            var file = $"model-{number + 1:D5}-of-{count:D5}.safetensors";
            Write(Path.Combine(_directory.Path, file), part.ToDictionary());
            foreach (var name in part.Select(entry => entry.Key))
            {
                map[name] = file;
            }
        }

        JsonObject index = new()
        {
            ["metadata"] = new JsonObject { ["total_size"] = 1 },
            ["weight_map"] = map,
        };
        _directory.Write("model.safetensors.index.json", Encoding.UTF8.GetBytes(index.ToJsonString()));
    }

    private static Dictionary<string, Tensor> ReadAll(string path)
    {
        using var reader = SafetensorsFile.Open(path);
        return reader.Tensors.ToDictionary(tensor => tensor.Name, tensor => Reference.Read(reader, tensor.Name));
    }

    private static void Write(string path, Dictionary<string, Tensor> tensors)
    {
        using var writer = SafetensorsFile.Create(
            path,
            tensors.Select(entry => new SafetensorsEntry(entry.Key, SafetensorsDType.F32, entry.Value.shape))
        );
        foreach (var entry in writer.Tensors)
        {
            writer.Write(entry.Name, tensors[entry.Name].contiguous().bytes);
        }

        writer.Commit();
    }
}
