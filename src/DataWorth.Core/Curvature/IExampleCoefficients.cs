using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>A curvature that scores faster with a few numbers per example which can be stored beside the features.</summary>
public interface IExampleCoefficients
{
    /// <summary>What is stored per example.</summary>
    IReadOnlyList<StoredTensor> DescribeCoefficients();

    /// <summary>Writes the coefficients of a batch into rows of a buffer.</summary>
    /// <param name="batch">phi as the store holds it.</param>
    /// <param name="rows">Has the tensors of <see cref="DescribeCoefficients"/>.</param>
    /// <param name="first">The batch's first row in the buffer.</param>
    void WriteCoefficients(FeatureBatch batch, EncodedRows rows, int first);
}
