namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        /// <summary>Comparison, elementwise: a tensor of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
    }
}
