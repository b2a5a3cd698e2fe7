using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, type and device; of a single number its value too.</summary>
        public override string ToString()
        {
            if (IsInvalid) return "[disposed]";
            var text = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            return NumberOfElements == 1 && dim() == 0 && !is_meta ? $"{text}, value = {ToDouble().ToString(CultureInfo.InvariantCulture)}" : text;
        }

        /// <summary>The single number of this tensor.</summary>
        public Scalar ToScalar()
        {
            using var wide = is_floating_point() ? to(ScalarType.Float64, CPU) : to(ScalarType.Int64, CPU);
            return dtype == ScalarType.Bool ? wide.item<long>() != 0 : is_floating_point() ? wide.item<double>() : wide.item<long>();
        }

        /// <summary>The single number of this tensor, converted.</summary>
        public float ToSingle() => ToScalar().ToSingle();

        /// <summary>The single number of this tensor, converted.</summary>
        public double ToDouble() => ToScalar().ToDouble();

        /// <summary>The single number of this tensor, converted.</summary>
        public int ToInt32() => ToScalar().ToInt32();

        /// <summary>The single number of this tensor, converted.</summary>
        public long ToInt64() => ToScalar().ToInt64();

        /// <summary>The single number of this tensor as a truth value.</summary>
        public bool ToBoolean() => ToScalar().ToBoolean();

        /// <summary>The single number of a tensor, converted.</summary>
        /// <param name="value">The tensor.</param>
        public static explicit operator float(Tensor value) => value.ToSingle();

        /// <summary>The single number of a tensor, converted.</summary>
        /// <param name="value">The tensor.</param>
        public static explicit operator double(Tensor value) => value.ToDouble();

        /// <summary>The single number of a tensor, converted.</summary>
        /// <param name="value">The tensor.</param>
        public static explicit operator int(Tensor value) => value.ToInt32();

        /// <summary>The single number of a tensor, converted.</summary>
        /// <param name="value">The tensor.</param>
        public static explicit operator long(Tensor value) => value.ToInt64();

        /// <summary>The single number of a tensor as a truth value.</summary>
        /// <param name="value">The tensor.</param>
        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}
