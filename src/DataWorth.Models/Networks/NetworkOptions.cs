using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Shape of a network, from which it can be created again; written into checkpoints as JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "network")]
[JsonDerivedType(typeof(MlpOptions), "mlp")]
[JsonDerivedType(typeof(ResNet9Options), "resnet9")]
public abstract record NetworkOptions
{
    /// <summary>Creates the network; its weights are to be initialised or loaded afterwards.</summary>
    public abstract nn.Module<Tensor, Tensor> Create();
}
