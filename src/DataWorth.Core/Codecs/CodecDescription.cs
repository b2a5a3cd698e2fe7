namespace DataWorth.Codecs;

/// <summary>A codec as the tables, options and law tests see it.</summary>
/// <param name="Name">Name in options and manifests: "int8". An upper-case C stands for a whole number of at least 1: "rank-C-bfloat16" is
/// the row of "rank-4-bfloat16".</param>
/// <param name="Summary">One line.</param>
/// <param name="BitsPerNumber">Bits of a stored number, without what is kept once per block (a scale).</param>
/// <param name="RelativeError">Bound of the error of a decoded number, over the largest magnitude in its row and block; for features that are
/// float32 or wider and in the range of the stored type.</param>
/// <param name="Exact">Features of this type are decoded bit for bit; null when the codec loses something.</param>
/// <param name="NeedsOuterProducts">Whether error and exactness hold only for blocks that are one outer product g a^T per example.</param>
/// <param name="Create">Makes the codec.</param>
public sealed record CodecDescription(
    string Name,
    string Summary,
    double BitsPerNumber,
    double RelativeError,
    ScalarType? Exact,
    bool NeedsOuterProducts,
    Func<CodecContext, IFeatureCodec> Create
);
