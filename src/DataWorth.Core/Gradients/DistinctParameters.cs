using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>The parameters of a model, each once, also where modules share one.</summary>
public static class DistinctParameters
{
    /// <summary>Names and parameters in the model's order; a shared one under its first name.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<(string Name, Parameter Parameter)> Of(nn.Module model) =>
        [.. model.named_parameters().DistinctBy(entry => ParameterIdentity.Of(entry.parameter))];
}
