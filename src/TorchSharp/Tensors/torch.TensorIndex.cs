namespace TorchSharp;

public static partial class torch
{
    /// <summary>One part of an index expression, as in Python: a position, a range, a tensor of positions or of truth values, an ellipsis, a new dimension.</summary>
    public struct TensorIndex
    {
        internal Kind Part;
        internal long First;
        internal long? Start;
        internal long? Stop;
        internal long? Step;
        internal torch.Tensor? Positions;

        internal enum Kind
        {
            NewDimension,
            Boolean,
            Position,
            Slice,
            Ellipsis,
            Tensor,
        }

        /// <summary>All dimensions that the other parts do not name.</summary>
        public static TensorIndex Ellipsis => new() { Part = Kind.Ellipsis };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None => new() { Part = Kind.NewDimension };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex Null => None;

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon => Slice();

        /// <summary>Positions from start to before stop, step by step; negative ones count from the end.</summary>
        /// <param name="start">First position; the first one if null.</param>
        /// <param name="stop">Position after the last; the end if null.</param>
        /// <param name="step">Distance, positive; 1 if null.</param>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Part = Kind.Slice, Start = start, Stop = stop, Step = step };

        /// <summary>A range of positions.</summary>
        /// <param name="range">The range; counted from the end where it says so.</param>
        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? (range.Start.Value == 0 ? long.MaxValue : -range.Start.Value) : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);

        /// <summary>A new dimension of size 1 for true, of size 0 for false.</summary>
        /// <param name="value">The truth value.</param>
        public static TensorIndex Bool(bool value) => new() { Part = Kind.Boolean, First = value ? 1 : 0 };

        /// <summary>One position; the dimension disappears.</summary>
        /// <param name="index">The position; negative counts from the end.</param>
        public static TensorIndex Single(long? index) => new() { Part = Kind.Position, First = index ?? 0 };

        /// <summary>Positions, or truth values over as many dimensions as the tensor has.</summary>
        /// <param name="tensor">64-bit integers or truth values.</param>
        public static TensorIndex Tensor(torch.Tensor tensor) => new() { Part = Kind.Tensor, Positions = tensor };

        /// <summary>One position.</summary>
        /// <param name="value">The position; negative counts from the end.</param>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>One position, counted from the end where it says so.</summary>
        /// <param name="index">The position.</param>
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        /// <summary>A range of positions.</summary>
        /// <param name="range">The range.</param>
        public static implicit operator TensorIndex(Range range) => Slice(range);
    }
}
