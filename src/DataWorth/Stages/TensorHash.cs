using System.Security.Cryptography;

namespace DataWorth.Stages;

/// <summary>Given matrices as part of keys.</summary>
internal static class TensorHash
{
    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the values in float64.</summary>
    public static string Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return Convert.ToHexStringLower(SHA256.HashData(tensor.detach().to_type(ScalarType.Float64).cpu().contiguous().bytes))[..16];
    }
}
