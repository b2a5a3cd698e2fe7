using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Configuration;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Networks.Models;

/// <summary>Models as files say them.</summary>
internal static class ModelText
{
    public static JsonSerializerOptions Json { get; } = OptionsJson.Create(NetworkTable.Choices);

    public static string UserNetworks { get; } = Path.Combine(AppContext.BaseDirectory, "UserNetworks.dll");

    /// <summary>Reads options, with ' for ".</summary>
    public static ModelOptions Read(string text) =>
        OptionsBinder.Bind(new Section(), new JsonObject { ["model"] = JsonNode.Parse(text.Replace('\'', '"')) }, "the file", Json).Model;

    public static nn.Module<Tensor, Tensor> Open(string text, long[] itemShape, long classes) =>
        NetworkTable.Open(Read(text), itemShape, classes).Network;

    /// <summary>The message of what opening a model throws.</summary>
    public static string Fault(string text, long[] itemShape, long classes) =>
        Assert.Throws<ArgumentException>(() => Open(text, itemShape, classes)).Message;

    public static string[] Shapes(nn.Module network) =>
        [.. network.state_dict().Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}]")];

    internal sealed record Section
    {
        public ModelOptions Model { get; init; } = new MlpModelOptions();
    }
}
