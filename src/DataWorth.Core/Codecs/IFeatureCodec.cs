using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>The third part of a recipe: how phi lies on disk, and how it is scored without being decoded.</summary>
public interface IFeatureCodec
{
    /// <summary>Name in manifests: "float32", "bfloat16", "int8", "rank-1", ...</summary>
    string Name { get; }

    /// <summary>Whether directions of phi are left out, beside what is rounded: a fit says so where what is kept is little. Default
    /// false.</summary>
    bool KeepsPart => false;

    /// <summary>What is kept per example.</summary>
    IReadOnlyList<StoredTensor> Describe(FeatureLayout layout);

    /// <summary>Encodes a batch into rows Count.. of the buffer and raises its count.</summary>
    void Encode(FeatureBatch batch, FeatureLayout layout, EncodedRows rows);

    /// <summary>The features as the store holds them, in <paramref name="type"/>, without ids; the caller's, but it may be a view of the
    /// buffer.</summary>
    FeatureBatch Decode(EncodedRows rows, FeatureLayout layout, ScalarType type);

    /// <summary>s(q, n) = phi_n . q for every valid row and query, summed over the blocks of each group, [G, Count, Q].</summary>
    /// <param name="rows">Encoded features.</param>
    /// <param name="layout">Their layout.</param>
    /// <param name="queries">Preconditioned query features [Q, D].</param>
    /// <param name="groups">Which blocks are summed; one group for the total.</param>
    Tensor Score(EncodedRows rows, FeatureLayout layout, Tensor queries, BlockGroups groups);
}
