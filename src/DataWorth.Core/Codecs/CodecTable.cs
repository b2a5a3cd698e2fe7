using System.Globalization;
using System.Text.RegularExpressions;
using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>All codecs: what options, stored fits and the law tests pick them from.</summary>
public static class CodecTable
{
    /// <summary>The codecs.</summary>
    public static IReadOnlyList<CodecDescription> Codecs { get; } =
    [
        .. FloatingType.All.Select(type => new CodecDescription(
            type.Name,
            $"the numbers in {type.Name}",
            type.Bits,
            type.Rounding,
            type.Type,
            NeedsOuterProducts: false,
            _ => new DenseCodec(type.Type)
        )),
        new("int8", "8-bit integers with a scale per example and block", 8, (0.5 / 127) + 4e-7, null, false, _ => new Int8Codec()),
        new("sign", "signs with the mean magnitude per example and block", 1, 1, null, false, _ => new SignCodec()),
        .. FloatingType.All.Select(type => new CodecDescription(
            FactoredCodec.NameOf(type.Type),
            $"blocks of one outer product as its two factors, others whole, in {type.Name}",
            type.Bits,
            (2 * type.Rounding) + (type.Rounding * type.Rounding),
            type.Type,
            NeedsOuterProducts: true,
            context => new FactoredCodec(type.Type, context.OuterProducts())
        )),
        .. FloatingType.All.Select(type => new CodecDescription(
            $"rank-C-{type.Name}",
            $"every block as factors of rank C in {type.Name}",
            type.Bits,
            (2 * type.Rounding) + 1e-6, // of factors that were found in float32
            null,
            NeedsOuterProducts: true,
            context => new RankCodec(context.Factors, type.Type)
        )),
    ];

    /// <summary>The row of a codec.</summary>
    /// <param name="name">A name such as "int8" or "rank-4-bfloat16".</param>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static CodecDescription Get(string name) => Find(name).Codec;

    /// <summary>Makes the codec of a name.</summary>
    /// <param name="name">A name such as "int8" or "rank-4-bfloat16".</param>
    /// <param name="context">What it may have to know. Default null: an empty one.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static IFeatureCodec Create(string name, CodecContext? context = null)
    {
        var (codec, number) = Find(name);
        context ??= new CodecContext();
        return codec.Create(number is { } rank ? context with { Factors = context.Factors with { Rank = rank } } : context);
    }

    /// <summary>The codec that keeps features without loss in the fewest numbers: factors where each gradient is one outer product and that
    /// saves something, else dense rows.</summary>
    /// <param name="type">Element type of the features: Float32 or Float64.</param>
    /// <param name="layout">Their layout.</param>
    /// <param name="outerProducts">Names of the blocks whose gradients are one outer product for every example.</param>
    public static IFeatureCodec Lossless(ScalarType type, FeatureLayout layout, IReadOnlySet<string> outerProducts) =>
        layout.Blocks.Any(block => outerProducts.Contains(block.Name) && FactoredCodec.Saves(block))
            ? new FactoredCodec(type, outerProducts)
            : new DenseCodec(type);

    private static (CodecDescription Codec, int? Number) Find(string name)
    {
        var match = Regex.Match(name, "^([a-z]+-)([1-9][0-9]{0,8})(-.+)$", RegexOptions.CultureInvariant);
        int? number = match.Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : null;
        var row = match.Success ? $"{match.Groups[1]}C{match.Groups[3]}" : name;
        foreach (var codec in Codecs)
        {
            if (codec.Name == row && codec.Name.Contains('C') == match.Success)
            {
                return (codec, number);
            }
        }

        if (Codecs.Any(codec => codec.Name == name))
        {
            CoreThrow.CodecWithoutRank(name);
        }

        CoreThrow.UnknownName("codec", name, Codecs.Select(codec => codec.Name), "Set Storage to one of them");
        return default;
    }
}
