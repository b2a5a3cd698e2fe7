namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A range of fields of a line, counted from 0.</summary>
    public sealed class Range
    {
        /// <summary>First field.</summary>
        public int Min;

        /// <summary>Last field; null: see <see cref="AutoEnd"/> and <see cref="VariableEnd"/>.</summary>
        public int? Max;

        /// <summary>Without <see cref="Max"/>: whether the range goes to the end of the first line and is as long in all lines.</summary>
        public bool AutoEnd;

        /// <summary>Without <see cref="Max"/> and <see cref="AutoEnd"/>: whether the range goes to the end of each line.</summary>
        public bool VariableEnd;

        /// <summary>Whether the range leaves out the fields that other columns name.</summary>
        public bool AllOther;

        /// <summary>Whether a single field becomes a vector of length 1.</summary>
        public bool ForceVector;

        /// <summary>Makes a range to be filled in.</summary>
        public Range()
        {
        }

        /// <summary>One field.</summary>
        /// <param name="index">Index of the field.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
        public Range(int index)
        {
            Throw.Unless(index >= 0, nameof(index), $"Must be non-negative, got {index}.");
            Min = index;
            Max = index;
        }

        /// <summary>A range of fields.</summary>
        /// <param name="min">First field.</param>
        /// <param name="max">Last field; null: to the end of the line.</param>
        /// <exception cref="ArgumentOutOfRangeException">A bound is negative, or they are in the wrong order.</exception>
        public Range(int min, int? max)
        {
            Throw.Unless(min >= 0, nameof(min), $"min must be non-negative, got {min}.");
            Throw.Unless(max is null || max >= min, nameof(max), $"max must be greater than or equal to min {min}, got {max}.");
            Min = min;
            Max = max;
            AutoEnd = max is null;
        }
    }
}
