using System.ComponentModel;
using System.Text.Json.Nodes;
using DataWorth.Configuration;

namespace DataWorth.Models.Networks;

/// <summary>A network of the user's own: a type derived from <c>nn.Module&lt;Tensor, Tensor&gt;</c> in an assembly. Its code is run.</summary>
public sealed record AssemblyOptions : ModelOptions, IValidatedOptions
{
    /// <summary>File of the assembly; what it needs besides TorchSharp and DataWorth lies beside it.</summary>
    [Description("File of the assembly, such as my.dll.")]
    public string Assembly { get; init; } = "";

    /// <summary>Name of the type, with its namespace or without.</summary>
    [Description("Name of the network's type, such as My.Net.")]
    public string Type { get; init; } = "";

    /// <summary>Values of the constructor's parameters by name ('hidden-size' and 'hiddenSize' are the same). Parameters called itemShape
    /// and classes come from the data. Default none.</summary>
    [Description("Values of the constructor's parameters by name; itemShape and classes come from the data.")]
    public JsonObject Arguments { get; init; } = [];

    /// <inheritdoc/>
    public void Validate()
    {
        if (Assembly.Length == 0)
        {
            NetworkThrow.NoAssemblyNamed(nameof(Assembly));
        }
    }
}
