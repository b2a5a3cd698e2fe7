using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Splits rows at random into a training and a test set, which are disjoint and together complete.</summary>
    /// <remarks>Each row, or each value of the key column, is drawn on its own: the share of the test set varies about the fraction.</remarks>
    /// <param name="data">The view.</param>
    /// <param name="testFraction">Expected share of the test set, more than 0 and less than 1. Default 0.1.</param>
    /// <param name="samplingKeyColumnName">Scalar column whose equal values stay together; null: rows are drawn one by one.</param>
    /// <param name="seed">Seed of the draw; null: the context's, or a fixed one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range, or the column is missing or a vector.</exception>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Throw.IfNull(data, nameof(data));
        Throw.Unless(testFraction is > 0 and < 1, nameof(testFraction), $"Must be between 0 and 1 exclusive, got {testFraction}.");
        int split = seed ?? Environment.Seed ?? DefaultSplitSeed;
        if (samplingKeyColumnName is null)
            return Split([], row => RowSampler.ById(row, split));
        DataViewSchema.Column key = Find(data, samplingKeyColumnName, "SamplingKey", nameof(samplingKeyColumnName));
        if (key.Type is not PrimitiveDataViewType || (key.Type is not KeyDataViewType && DataKinds.KindOf(key.Type.RawType) is null))
            Throw.SchemaMismatch(nameof(samplingKeyColumnName), "SamplingKey", key.Name, "scalar number, key, text, boolean or time", key.Type.ToString());
        return Split([key], row => RowSampler.ByKey(row, key, split));

        TrainTestData Split(DataViewSchema.Column[] columns, Func<DataViewRow, Func<double>> draw) =>
            new(Part(columns, draw, number => number >= testFraction), Part(columns, draw, number => number < testFraction));

        FilterDataView Part(DataViewSchema.Column[] columns, Func<DataViewRow, Func<double>> draw, Func<double, bool> belongs) =>
            new(data, columns, row =>
            {
                Func<double> number = draw(row);
                return () => belongs(number());
            });
    }

    /// <summary>A pair of disjoint views.</summary>
    public struct TrainTestData
    {
        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }

        /// <summary>Rows to train on.</summary>
        public readonly IDataView TrainSet;

        /// <summary>Rows to test on.</summary>
        public readonly IDataView TestSet;
    }
}
