namespace DataWorth.Tasks;

/// <summary>One column that a task reads from its batches: the bridge between a data view and the model's input tensors.</summary>
/// <remarks>
/// The shape follows the view's column: a scalar becomes [B], a vector of known size [B, size] (or [B, item shape...]), a vector of any
/// length [B, T], padded to the longest row of the batch, with a mask [B, T] in the model's floating type under <c>Name + ".Mask"</c> (1 at
/// real positions, 0 at padding).
/// </remarks>
/// <param name="Name">Column name in the data view, and key in <see cref="ExampleBatch"/>.</param>
/// <param name="Element">What its values become.</param>
public sealed record BatchColumn(string Name, BatchElement Element)
{
    /// <summary>What is appended to a column's name for its mask.</summary>
    public const string MaskSuffix = ".Mask";

    /// <summary>Column name in the data view, and key in <see cref="ExampleBatch"/>.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public string Name { get; init; } = Given(Name);

    /// <summary>Shape of one example of a vector of known size; null keeps the flat vector. Its product must be the vector's
    /// length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public IReadOnlyList<long>? ItemShape
    {
        get;
        init
        {
            if (value?.Any(size => size < 1) ?? false)
            {
                CoreThrow.Range(nameof(ItemShape), $"[{string.Join(", ", value)}]", "sizes of at least 1");
            }

            field = value;
        }
    }

    /// <summary>What fills up rows that are shorter than the longest of a batch: 0, or what the loss ignores (-100). Default 0.</summary>
    public long Padding { get; init; }

    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="itemShape">Shape of one example; null for a flat vector or a scalar.</param>
    public static BatchColumn Numbers(string name, IReadOnlyList<long>? itemShape = null) =>
        new(name, BatchElement.Floating) { ItemShape = itemShape };

    /// <summary>A column of whole numbers: labels, token ids.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="padding">What fills up shorter rows. Default 0.</param>
    public static BatchColumn Integers(string name, long padding = 0) => new(name, BatchElement.Integer) { Padding = padding };

    /// <summary>A column of truth values: masks.</summary>
    /// <param name="name">Its name.</param>
    public static BatchColumn Flags(string name) => new(name, BatchElement.Boolean);

    private static string Given(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(Name));
        return name;
    }

    /// <summary>For keys and messages: "Features: floating [1, 28, 28]".</summary>
    public override string ToString() =>
        $"{Name}: {Element.ToString().ToLowerInvariant()}{(ItemShape is null ? "" : $" [{string.Join(", ", ItemShape)}]")}"
        + (Padding == 0 ? "" : $" padded with {Padding}");
}
