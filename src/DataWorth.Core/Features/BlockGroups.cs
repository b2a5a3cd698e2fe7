using DataWorth.Gradients;
using DataWorth.Text;

namespace DataWorth.Features;

/// <summary>Which blocks of a feature vector are scored together: a partition of a layout. One group gives the total score, more give
/// scores per module.</summary>
/// <remarks>Features are concatenated blocks, so that inner products of groups add up to the total.</remarks>
public sealed class BlockGroups
{
    private const string EachModule = "each";

    private readonly int[] _groups;

    private BlockGroups(IReadOnlyList<string> names, int[] groups)
    {
        Names = names;
        _groups = groups;
        Count = Math.Max(groups.Max() + 1, Math.Max(1, names.Count));
        var runs = new List<(int Group, int First, int Count)>();
        for (var i = 0; i < groups.Length; i++)
        {
            if (runs.Count > 0 && runs[^1].Group == groups[i])
            {
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            }
            else
            {
                runs.Add((groups[i], i, 1));
            }
        }

        Runs = runs;
    }

    /// <summary>Names of the groups that were asked for; empty when only the total is wanted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of groups G: the named ones first, then one more for blocks that belong to none.</summary>
    public int Count { get; }

    /// <summary>Consecutive blocks of one group, in the layout's order.</summary>
    public IReadOnlyList<(int Group, int First, int Count)> Runs { get; }

    /// <summary>The group of block <paramref name="block"/>.</summary>
    public int this[int block] => _groups[block];

    /// <summary>All blocks in one group without a name.</summary>
    /// <param name="layout">The layout.</param>
    public static BlockGroups Whole(FeatureLayout layout) => new([], new int[layout.Blocks.Count]);

    /// <summary>A group without a name for each block.</summary>
    /// <param name="layout">The layout.</param>
    public static BlockGroups Single(FeatureLayout layout) => new([], [.. Enumerable.Range(0, layout.Blocks.Count)]);

    /// <summary>Groups from text: "" for the total only, "each" for a group per module, or named groups of module name patterns,
    /// "attention=*.attn.*; mlp=*.mlp.*".</summary>
    /// <remarks>Commas separate patterns, '*' stands for any characters, '?' for one; a group without a name is called like its patterns. A
    /// module belongs to the first group that
    /// matches it. The groups 'conv[0]', 'conv[1]' of a convolution belong to the module 'conv'.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="layout">The layout.</param>
    /// <exception cref="ArgumentException">A group matches no module that earlier ones left, or two groups have the same name.</exception>
    public static BlockGroups Parse(string text, FeatureLayout layout)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Whole(layout);
        }

        var modules = layout.Blocks.Select(block => Module(block.Name)).ToList();
        var distinct = modules.Distinct().ToList();
        if (text.Trim() == EachModule)
        {
            return new BlockGroups(distinct, [.. modules.Select(module => distinct.IndexOf(module))]);
        }

        var names = new List<string>();
        var groups = Enumerable.Repeat(-1, modules.Count).ToArray();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            var (name, patterns) = equals < 0 ? (part, part) : (part[..equals].Trim(), part[(equals + 1)..].Trim());
            if (names.Contains(name))
            {
                CoreThrow.DuplicateGroup(name);
            }

            var (found, taken) = (false, false);
            for (var i = 0; i < modules.Count; i++)
            {
                if (!ModuleSelection.Matches(patterns, modules[i]))
                {
                    continue;
                }

                found = true;
                taken |= groups[i] < 0;
                groups[i] = groups[i] < 0 ? names.Count : groups[i];
            }

            if (!found)
            {
                CoreThrow.EmptyGroup(name, patterns, ClosestName.Of(patterns, distinct), distinct);
            }

            if (!taken)
            {
                CoreThrow.TakenGroup(name, patterns);
            }

            names.Add(name);
        }

        return new BlockGroups(names, [.. groups.Select(group => group < 0 ? names.Count : group)]);
    }

    /// <summary>Adds up the blocks of each group: [G, ...], a new tensor.</summary>
    /// <param name="value">A new tensor for the block of that index, the same shape for all; called in the layout's order.</param>
    public Tensor Sum(Func<int, Tensor> value)
    {
        using var scope = NewDisposeScope();
        var sums = new Tensor?[Count];
        for (var i = 0; i < _groups.Length; i++)
        {
            using var inner = NewDisposeScope();
            var part = value(i);
            sums[_groups[i]] = sums[_groups[i]] is { } sum ? sum.add_(part) : part.MoveToOuterDisposeScope();
        }

        return (Count == 1 ? sums[0]!.unsqueeze(0) : stack([.. sums.Select(sum => sum!)])).MoveToOuterDisposeScope();
    }

    /// <summary>'conv' of the block 'conv[2]'.</summary>
    private static string Module(string block) =>
        block.EndsWith(']') && block.LastIndexOf('[') is > 0 and var bracket && block[(bracket + 1)..^1].All(char.IsAsciiDigit)
            ? block[..bracket]
            : block;
}
