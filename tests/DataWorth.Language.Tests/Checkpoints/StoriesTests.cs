using DataWorth.Language.Checkpoints;
using DataWorth.Language.Generation;
using DataWorth.Language.Networks;
using DataWorth.Tests;

namespace DataWorth.Language.Tests.Checkpoints;

/// <summary>A real trained Llama of 260,032 parameters, in two formats.</summary>
public sealed class StoriesTests : IDisposable
{
    private const string Folder = "models/stories260K";

    private readonly TemporaryDirectory _directory = new();

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
        return LanguageModelCheckpoint.Open(_directory.Root);
    }
}
