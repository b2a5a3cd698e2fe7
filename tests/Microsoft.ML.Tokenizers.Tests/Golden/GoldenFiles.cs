using System.Security.Cryptography;

namespace Microsoft.ML.Tokenizers.Tests.Golden;

/// <summary>The reference values beside this file; each says how it was made.</summary>
internal static class GoldenFiles
{
    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    internal static string[] Lines(string name) => File.ReadAllLines(PathOf(name));

    internal static string Hash(IEnumerable<int> ids)
    {
        byte[] bytes = [.. ids.SelectMany(BitConverter.GetBytes)];
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
