using System.Text;
using DataWorth.Artifacts;

namespace DataWorth;

/// <summary>What identifies a model: its weights and buffers, byte for byte.</summary>
internal static class ModelState
{
    /// <summary>Floating type and device of the model's first parameter.</summary>
    public static (ScalarType Type, Device Device) Placement(nn.Module model)
    {
        foreach (var (_, parameter) in model.named_parameters())
        {
            return (parameter.dtype, parameter.device);
        }

        return (ScalarType.Float32, CPU);
    }

    /// <summary>BLAKE3 over names, types, shapes and bytes of the state dictionary in ordinal order of names.</summary>
    /// <exception cref="InvalidOperationException">A floating tensor is not finite.</exception>
    public static byte[] Fingerprint(nn.Module model)
    {
        using var hash = new ContentDigest();
        foreach (var (name, tensor) in model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            if (tensor.is_floating_point() && !tensor.isfinite().all().item<bool>())
            {
                Throw.NotFiniteWeights(name);
            }

            hash.Append(Encoding.UTF8.GetBytes($"{name}:{tensor.dtype}[{string.Join(",", tensor.shape)}]\0"));
            hash.Append(tensor.detach().cpu().contiguous().bytes);
        }

        return Convert.FromHexString(hash.Finish()[ContentDigest.Prefix.Length..]);
    }
}
