using System.IO.Hashing;
using System.Reflection;
using System.Text;
using DataWorth.Artifacts;
using DataWorth.LinearAlgebra;
using DataWorth.Text;

namespace DataWorth;

/// <summary>What identifies a model: its structure, and its weights and buffers, byte for byte.</summary>
internal static class ModelState
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    /// <summary>Floating type and device of the model's first parameter.</summary>
    public static (ScalarType Type, Device Device) Placement(nn.Module model)
    {
        foreach (var (_, parameter) in model.named_parameters())
        {
            return (parameter.dtype, parameter.device);
        }

        return (ScalarType.Float32, CPU);
    }

    /// <summary>The type in which gradients of a model are combined, stored and summed: its own, but at least float32.</summary>
    public static ScalarType ComputingType(nn.Module model) => WideType.Of(Placement(model).Type);

    /// <summary>BLAKE3 over names, types, shapes and bytes of the state dictionary in ordinal order of names.</summary>
    /// <exception cref="InvalidOperationException">A floating tensor is not finite.</exception>
    /// <exception cref="NotSupportedException">A tensor is sparse or on the device 'meta'.</exception>
    public static byte[] Fingerprint(nn.Module model)
    {
        using var hash = new ContentDigest();
        foreach (var (name, tensor) in State(model))
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            if (tensor.is_sparse || tensor.is_meta)
            {
                Throw.SparseWeights(name, tensor.is_sparse ? "sparse" : "without storage (device 'meta')");
            }

            if (!IsFinite(tensor))
            {
                Throw.NotFiniteWeights(name);
            }

            hash.Append(Encoding.UTF8.GetBytes($"{name}:{tensor.dtype}[{string.Join(",", tensor.shape)}]\0"));
            hash.Append(tensor.detach().cpu().contiguous().bytes);
        }

        return Convert.FromHexString(hash.Finish()[ContentDigest.Prefix.Length..]);
    }

    /// <summary>XxHash128 over the bytes of the state dictionary: whether a model that had its fingerprint taken was changed meanwhile, at the
    /// speed of memory.</summary>
    public static UInt128 Checksum(nn.Module model)
    {
        XxHash128 hash = new();
        foreach (var (_, tensor) in State(model))
        {
            using var scope = NewDisposeScope();
            hash.Append(tensor.detach().cpu().contiguous().bytes);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>Weighted sums of at most about a thousand numbers of each parameter and buffer: a quick look at whether a model was changed
    /// meanwhile. The weights make the order count.</summary>
    public static double[] Sample(nn.Module model)
    {
        const long Numbers = 1024;
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var sums = Weights(model)
            .Where(tensor => tensor.NumberOfElements > 0)
            .Select(tensor =>
            {
                var flat = tensor.detach().reshape(-1);
                var sample = flat.slice(0, 0, flat.NumberOfElements, 1 + (flat.NumberOfElements / Numbers)).to_type(ScalarType.Float64);
                return sample.dot(arange(1, sample.NumberOfElements + 1, ScalarType.Float64, sample.device)).cpu();
            })
            .ToArray();
        return sums.Length == 0 ? [] : stack(sums).data<double>().ToArray();
    }

    /// <summary>The modules of a model with their types and settings (strides, slopes, sizes), which give other outputs with the same
    /// weights.</summary>
    public static string Structure(nn.Module model)
    {
        var text = new StringBuilder();
        var weights = Weights(model).Select(weight => weight.Handle).ToHashSet();
        foreach (var (name, module) in model.named_modules().Prepend(("", model)))
        {
            var settings = Settings(module, weights);
            text.Append(name).Append(':').Append(module.GetType().FullName).Append('(').AppendJoin(",", settings).Append(");");
        }

        return text.ToString();
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> State(nn.Module model) =>
        model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal);

    // A sum is finite only if all numbers are; one that overflows says nothing.
    private static bool IsFinite(Tensor tensor) =>
        !tensor.is_floating_point()
        || double.IsFinite(tensor.sum(WideType.Of(tensor.dtype)).to_type(ScalarType.Float64).item<double>())
        || tensor.isfinite().all().item<bool>();

    private static IEnumerable<Tensor> Weights(nn.Module model) =>
        model.parameters().Select(parameter => (Tensor)parameter).Concat(model.buffers());

    // What a module holds besides weights, in a fixed order. What only says where it is, or in which mode, is left out.
    private static IEnumerable<string> Settings(nn.Module module, IReadOnlySet<IntPtr> weights)
    {
        for (var type = module.GetType(); type is not null && type != typeof(nn.Module); type = type.BaseType)
        {
            if (type.Name is { } own && (own.StartsWith("HookableModule", Ordinal) || own.StartsWith("Module`", Ordinal)))
            {
                continue; // hooks and the like
            }

            var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
            foreach (var field in fields.OrderBy(field => field.Name, StringComparer.Ordinal))
            {
                var value = field.GetValue(module);
                if (value is not null && !(value is Tensor tensor && weights.Contains(tensor.Handle)) && ValueText.Of(value) is { } text)
                {
                    yield return $"{field.Name}={text}";
                }
            }
        }
    }
}
