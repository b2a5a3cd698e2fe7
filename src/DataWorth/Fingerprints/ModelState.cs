using System.IO.Hashing;
using System.Text;
using DataWorth.Artifacts;
using DataWorth.LinearAlgebra;

namespace DataWorth;

/// <summary>What identifies a model's weights and buffers, byte for byte.</summary>
internal static class ModelState
{
    private const long PartNumbers = 1 << 24; // a multiple of what a row sum takes

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
            foreach (var part in OnProcessor(tensor.detach().contiguous().reshape(-1)))
            {
                hash.Append(part.bytes);
            }
        }

        return Convert.FromHexString(hash.Finish()[ContentDigest.Prefix.Length..]);
    }

    /// <summary>XxHash128 over the bytes of the state dictionary, or of sums of them where they lie on a GPU: whether a model that had its
    /// fingerprint taken was changed meanwhile, at the speed of memory.</summary>
    public static UInt128 Checksum(nn.Module model)
    {
        XxHash128 hash = new();
        foreach (var (_, tensor) in State(model))
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            var numbers = tensor.detach().contiguous().reshape(-1);
            hash.Append((numbers.device_type == DeviceType.CPU ? numbers : RowSums(numbers)).bytes);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>At most about a thousand numbers of each parameter and buffer: a quick look at whether a model was changed meanwhile.</summary>
    public static double[] Sample(nn.Module model)
    {
        const long Numbers = 1024;
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return
        [
            .. Weights(model)
                .Where(tensor => tensor.NumberOfElements > 0)
                .GroupBy(tensor => (tensor.dtype, tensor.device.ToString()))
                .SelectMany(group =>
                {
                    using var samples = cat([.. group.Select(Some)]);
                    return samples.to(ScalarType.Float64, CPU).data<double>().ToArray();
                }),
        ];

        static Tensor Some(Tensor tensor)
        {
            var flat = tensor.detach().reshape(-1);
            return flat.slice(0, 0, flat.NumberOfElements, 1 + (flat.NumberOfElements / Numbers));
        }
    }

    // Weighted by their places: the order counts. In float64, which loses nothing of 4,096 numbers of 24 bits and one magnitude.
    private static Tensor RowSums(Tensor numbers)
    {
        const long Columns = 4096;
        var weights = arange(1, Columns + 1, ScalarType.Float64, numbers.device);
        var sums = new List<Tensor>();
        for (long first = 0; first < numbers.NumberOfElements; first += PartNumbers)
        {
            using var scope = NewDisposeScope();
            var part = numbers.narrow(0, first, Math.Min(PartNumbers, numbers.NumberOfElements - first)).to_type(ScalarType.Float64);
            var rows = part.NumberOfElements / Columns;
            sums.Add(mv(part.narrow(0, 0, rows * Columns).view(rows, Columns), weights).MoveToOuterDisposeScope());
            var rest = part.narrow(0, rows * Columns, part.NumberOfElements - (rows * Columns));
            sums.Add((rest * weights.narrow(0, 0, rest.NumberOfElements)).sum().view(1).MoveToOuterDisposeScope());
        }

        return sums.Count == 0 ? numbers.cpu() : cat(sums).cpu();
    }

    // What lies on a GPU comes over in parts, into memory that the GPU writes by itself.
    private static IEnumerable<Tensor> OnProcessor(Tensor numbers)
    {
        if (numbers.device_type == DeviceType.CPU)
        {
            yield return numbers;
            yield break;
        }

        using var room = empty([Math.Min(PartNumbers, numbers.NumberOfElements)], numbers.dtype, CPU).pin_memory();
        for (long first = 0; first < numbers.NumberOfElements; first += PartNumbers)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(PartNumbers, numbers.NumberOfElements - first);
            yield return room.narrow(0, 0, count).copy_(numbers.narrow(0, first, count));
        }
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
}
