using System.Security.Cryptography;
using DataWorth.Models.Networks;
using DataWorth.Tasks;
using TorchSharp;

namespace DataWorth.Cli.Fits.Rows;

/// <summary>The task of a network that tells classes apart.</summary>
internal static class RowTask
{
    /// <summary>Makes it; changed code of a user's own assembly makes it another one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="model">What it was made from.</param>
    /// <param name="itemShape">Shape of a row.</param>
    public static ClassificationTask Of(
        torch.nn.Module<torch.Tensor, torch.Tensor> network,
        ModelOptions model,
        IReadOnlyList<long> itemShape
    ) => new(network, itemShape: itemShape) { ModelCode = model is AssemblyOptions own ? Digest(own.Assembly) : null };

    private static string Digest(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
