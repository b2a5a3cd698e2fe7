using DataWorth.Language.Checkpoints;
using DataWorth.Language.Generation;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Tasks;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Checkpoints;

/// <summary>A real trained Llama of 260,032 parameters, in two formats.</summary>
public sealed class StoriesTests : IDisposable
{
    private const string Folder = "models/stories260K";

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [DataFact(Folder)]
    public void GreedyTokens_AreExactlyThoseOfTheReference_FromBothFormats()
    {
        int[] expected = [.. File.ReadAllText(Path("expected_greedy_token_ids.txt")).Split().Where(id => id != "").Select(int.Parse)];
        Assert.Equal(257, expected.Length);
        using var original = Llama2cFile.Open(Path("stories260K.bin"));
        using var converted = OpenConverted();
        foreach (var model in new[] { original, converted })
        {
            Assert.Equal(260_032, model.parameters().Sum(parameter => parameter.NumberOfElements));
            var made = TextGenerator.Generate(model, expected[..1], new() { MaximumTokens = expected.Length - 1 });
            Assert.Equal(expected[1..], made);
        }

        foreach (var (name, value) in original.state_dict())
        {
            Assert.Equal(Reference.Values(value), Reference.Values(converted, name));
        }
    }

    // The loss that the data directory states for these characters.
    [DataFact(Folder, "text/tinystories-sample/tinystories.txt")]
    public void TheLossOfItsOwnKindOfText_IsThatOfTheReference_InEveryElementType()
    {
        var tokenizer = SentencePieceTokenizer.OpenLlama2c(Path("tok512.bin"));
        var text = File.ReadAllText(SharedData.Locate("text/tinystories-sample/tinystories.txt"))[..1100];
        long[] tokens = [.. tokenizer.EncodePrompt(text).Take(512).Select(token => (long)token)]; // its positions
        OpenConverted().Dispose();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16 })
        {
            using var scope = NewDisposeScope();
            using var model = LanguageModelCheckpoint.Open(_directory.Path, type);
            var task = new LanguageModelingTask(model);
            using var batch = new ExampleBatch(
                ["story"],
                new Dictionary<string, Tensor> { ["Tokens"] = tensor(tokens, [1, tokens.Length]) }
            );
            var loss = task.Loss(task.Forward(batch).to(ScalarType.Float32), batch).item<float>() / (tokens.Length - 1);
            Assert.Equal(1.47, loss, type == ScalarType.Float32 ? 0.005 : 0.02);
        }
    }

    [DataFact(Folder)]
    public void ATruncatedFileOfLlama2c_IsRefused()
    {
        var path = _directory.Write("cut.bin", File.ReadAllBytes(Path("stories260K.bin"))[..^4]);
        Assert.Equal(
            $"File '{path}' is no model of llama2.c (version 0): it has 1056536 bytes, expected 1056540. Fetch it again, or convert it to "
                + "safetensors.",
            Assert.Throws<InvalidDataException>(() => Llama2cFile.Open(path)).Message
        );
    }

    private static string Path(string file) => System.IO.Path.Combine(SharedData.Locate(Folder), file);

    private LanguageModel OpenConverted()
    {
        _directory.Write("config.json", File.ReadAllBytes(Path("hf-llama-converted.config.json")));
        _directory.Write("model.safetensors", File.ReadAllBytes(Path("hf-llama-converted.safetensors")));
        return LanguageModelCheckpoint.Open(_directory.Path);
    }
}
