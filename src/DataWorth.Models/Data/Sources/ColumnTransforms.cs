using System.Globalization;
using DataWorth.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace DataWorth.Models.Data.Sources;

/// <summary>ML.NET's transforms of one column. What they learn is kept in a <see cref="ColumnEncoding"/>, not in ML.NET's own file, which
/// names classes to be loaded.</summary>
internal static class ColumnTransforms
{
    // MapValueToKey takes an empty text for a missing one, and an empty cell may be a category.
    private const string Mark = "=";

    /// <summary>Mean and standard deviation of numbers, as NormalizeMeanVariance learns them; 0 if all are the same.</summary>
    internal static (double Mean, double Deviation) Learn(IReadOnlyList<double> numbers)
    {
        MLContext mlContext = new(seed: 0);
        var estimator = mlContext.Transforms.NormalizeMeanVariance(nameof(NumberCell.Value), fixZero: false);
        var fitted = estimator.Fit(View(mlContext, numbers));
        var learned = (NormalizingTransformer.AffineNormalizerModelParameters<double>)fitted.GetNormalizerModelParameters(0);
        return learned.Scale > 0 ? (learned.Offset, 1 / learned.Scale) // no scale: the numbers are all the same, or their squares overflow
            : numbers.All(number => number == numbers[0]) ? (numbers[0], 0)
            : (learned.Offset, double.PositiveInfinity);
    }

    /// <summary>The features of numbers; of NaN where there are none.</summary>
    internal static float[] Features(ColumnEncoding encoding, IReadOnlyList<double> numbers)
    {
        MLContext mlContext = new(seed: 0);
        return Apply<float>(Standardize(mlContext, encoding, nameof(NumberCell.Value)), View(mlContext, numbers));
    }

    /// <summary>The place of each text among the categories, from 1; 0 for one that is none of them.</summary>
    internal static uint[] Keys(ColumnEncoding encoding, IEnumerable<string> texts)
    {
        MLContext mlContext = new(seed: 0);
        var cells = mlContext.Data.LoadFromEnumerable(texts.Select(text => new TextCell { Value = text }));
        return Apply<uint>(ToKey(mlContext, encoding, nameof(TextCell.Value)), cells);
    }

    /// <summary>The features of a column by the name of the encoding, in the column of the same name: numbers in float64 to one number in
    /// float32, texts to a vector of zeros with a one.</summary>
    internal static IEstimator<ITransformer> Of(MLContext mlContext, ColumnEncoding encoding) =>
        encoding.Categories is null
            ? Standardize(mlContext, encoding, encoding.Name)
            : ToKey(mlContext, encoding, encoding.Name).Append(mlContext.Transforms.Conversion.MapKeyToVector(encoding.Name));

    private static IEstimator<ITransformer> Standardize(MLContext mlContext, ColumnEncoding encoding, string name)
    {
        var number = encoding.Replacement is { } replacement ? $"(isna(x) ? {Literal(replacement)} : double(x))" : "double(x)";
        var feature = $"x : single(({number} - {Literal(encoding.Offset)}) / {Literal(encoding.Scale)})";
        return mlContext.Transforms.Expression(name, feature, name);
    }

    private static EstimatorChain<ValueToKeyMappingTransformer> ToKey(MLContext mlContext, ColumnEncoding encoding, string name)
    {
        var categories = encoding.Categories!.Select(category => new TextCell { Value = Mark + ComposedText.Of(category) });
        return new EstimatorChain<ITransformer>()
            .Append(mlContext.Transforms.Expression(name, $"x : concat(\"{Mark}\", x)", name))
            .Append(mlContext.Transforms.Conversion.MapValueToKey(name, keyData: mlContext.Data.LoadFromEnumerable(categories)));
    }

    private static T[] Apply<T>(IEstimator<ITransformer> estimator, IDataView view) =>
        [.. estimator.Fit(view).Transform(view).GetColumn<T>(nameof(NumberCell.Value))];

    private static IDataView View(MLContext mlContext, IEnumerable<double> numbers) =>
        mlContext.Data.LoadFromEnumerable(numbers.Select(number => new NumberCell { Value = number }));

    private static string Literal(double number) => $"({number.ToString("R", CultureInfo.InvariantCulture)}d)";

    private sealed class NumberCell
    {
        public double Value { get; set; }
    }

    private sealed class TextCell
    {
        public string Value { get; set; } = "";
    }
}
