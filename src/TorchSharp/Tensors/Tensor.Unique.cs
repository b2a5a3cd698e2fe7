namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_unique = Operator.Find("aten::_unique2");
        private static readonly Operator s_uniqueDim = Operator.Find("aten::unique_dim");
        private static readonly Operator s_uniqueConsecutive = Operator.Find("aten::unique_consecutive");

        /// <summary>The different values among the elements, or the different slices along a dimension.</summary>
        /// <param name="sorted">In ascending order.</param>
        /// <param name="return_inverse">Also gives, for each element, the position of its value in the result.</param>
        /// <param name="return_counts">Also gives how often each value occurs.</param>
        /// <param name="dim">Compares slices along this dimension; single elements if null.</param>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) => Keep(
            dim is { } given
                ? s_uniqueDim.Call3(this, given, sorted, return_inverse, return_counts)
                : s_unique.Call3(this, sorted, return_inverse, return_counts),
            return_inverse,
            return_counts);

        /// <summary>The elements, or slices along a dimension, that differ from the one before.</summary>
        /// <param name="return_inverse">Also gives, for each element, its position in the result.</param>
        /// <param name="return_counts">Also gives how often each is repeated.</param>
        /// <param name="dim">Compares slices along this dimension; single elements if null.</param>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Keep(s_uniqueConsecutive.Call3(this, return_inverse, return_counts, (long?)dim), return_inverse, return_counts);

        private static (Tensor Output, Tensor? Inverse, Tensor? Counts) Keep(
            (Tensor Output, Tensor Inverse, Tensor Counts) result, bool inverse, bool counts)
        {
            if (!inverse) result.Inverse.Dispose();
            if (!counts) result.Counts.Dispose();
            return (result.Output, inverse ? result.Inverse : null, counts ? result.Counts : null);
        }
    }
}
