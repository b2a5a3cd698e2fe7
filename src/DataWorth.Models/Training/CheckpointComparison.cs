using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Text;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Finds what keeps a checkpoint from fitting a network.</summary>
internal static class CheckpointComparison
{
    private const int Listed = 8;

    // How many batches a normalisation has averaged over: evaluation does not ask, and older files do not say.
    private const string BatchCount = "num_batches_tracked";

    // Of DistributedDataParallel, of Lightning and of torch.compile.
    private static readonly string[] s_prefixes = ["module.", "model.", "_orig_mod."];

    /// <summary>What wrappers have put in front of all names of a file and of no name of the network.</summary>
    public static string Prefix(IReadOnlyList<string> names, IReadOnlyList<string> targets)
    {
        var prefix = "";
        bool IsInFront(string known) =>
            names.Count > 0
            && names.All(name => name.StartsWith(prefix + known, StringComparison.Ordinal))
            && !targets.Any(target => target.StartsWith(known, StringComparison.Ordinal));
        while (Array.Find(s_prefixes, IsInFront) is { } next)
        {
            prefix += next;
        }

        return prefix;
    }

    /// <summary>A clause if a finite number of a tensor is beyond what an element type holds.</summary>
    public static IEnumerable<string> Overflow(string name, Tensor values, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var lost = values.to_type(type).isinf().logical_and(values.isfinite());
        return lost.any().item<bool>()
            ?
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"tensor '{name}' has the number {values[lost].to_type(ScalarType.Float64).abs().max().item<double>():0.###e+0}, but {type} "
                        + $"ends at {TensorTypes.Largest(type):0.###e+0}"
                ),
            ]
            : [];
    }

    /// <summary>The tensors of files by their names in the network, and one clause per difference; none if the checkpoint fits.</summary>
    /// <param name="targets">The network's.</param>
    /// <param name="tensors">The files'.</param>
    /// <param name="rename">The name in the network of one in a file; null for one that is not used.</param>
    /// <param name="elsewhere">Names in the network of those that lie in files which cannot be read.</param>
    public static (Dictionary<string, SourceTensor> Sources, List<string> Problems) Match(
        Dictionary<string, Tensor> targets,
        IReadOnlyList<SourceTensor> tensors,
        Func<string, string?> rename,
        IReadOnlySet<string>? elsewhere = null
    )
    {
        var problems = new List<string>();
        var found = new Dictionary<string, SourceTensor>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (rename(tensor.Name) is { } renamed && !found.TryAdd(renamed, tensor))
            {
                problems.Add($"tensors '{found[renamed].Name}' and '{tensor.Name}' are both '{renamed}'");
            }
        }

        var sources = new Dictionary<string, SourceTensor>(StringComparer.Ordinal);
        foreach (var (name, target) in targets)
        {
            if (!found.TryGetValue(name, out var source))
            {
                if (elsewhere?.Contains(name) != true && !name.EndsWith(BatchCount, StringComparison.Ordinal))
                {
                    problems.Add($"tensor '{name}' is missing{Nearest(name, found.Keys.Where(other => !targets.ContainsKey(other)))}");
                }
            }
            else if (source.Tensor is not { } tensor || !Fits(target, tensor.DType))
            {
                problems.Add($"tensor '{name}' has the element type {source.Type} in the file, expected {Expected(target)}");
            }
            else if (!tensor.Shape.SequenceEqual(target.shape))
            {
                problems.Add(
                    $"tensor '{name}' is [{string.Join(", ", tensor.Shape)}] in the file and [{string.Join(", ", target.shape)}] in the "
                        + "network"
                );
            }
            else
            {
                sources.Add(name, source);
            }
        }
        foreach (var name in found.Keys.Where(name => !targets.ContainsKey(name)))
        {
            problems.Add($"tensor '{name}' is unexpected{Nearest(name, targets.Keys.Where(other => !found.ContainsKey(other)))}");
        }

        return (sources, problems);
    }

    // An integer is no weight, and a buffer that counts is no real number.
    private static bool Fits(Tensor target, SafetensorsDType type) =>
        target.is_floating_point()
            ? type is SafetensorsDType.F32 or SafetensorsDType.F16 or SafetensorsDType.BF16 or SafetensorsDType.F64
            : type == TensorTypes.ToFile(target.dtype);

    private static string Expected(Tensor target) =>
        target.is_floating_point() ? "F32, F16, BF16 or F64" : TensorTypes.ToFile(target.dtype).Name();

    /// <summary>At most eight clauses, and a count of the others.</summary>
    public static List<string> Shortened(List<string> problems)
    {
        if (problems.Count <= Listed)
        {
            return problems;
        }

        return [.. problems.Take(Listed), $"and {problems.Count - Listed} more differences"];
    }

    // A name that is far off says nothing.
    private static string Nearest(string name, IEnumerable<string> others) =>
        ClosestName.Of(name, others) is { } nearest ? $" (nearest: '{nearest}')" : "";
}
