namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum, broadcast.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(Tensor left, int right) => s_addScalar.Call(left, right);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(Tensor left, long right) => s_addScalar.Call(left, right);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(Tensor left, float right) => s_addScalar.Call(left, right);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(Tensor left, double right) => s_addScalar.Call(left, right);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(Scalar left, Tensor right) => s_addScalar.Call(right, left);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(int left, Tensor right) => s_addScalar.Call(right, left);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(long left, Tensor right) => s_addScalar.Call(right, left);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(float left, Tensor right) => s_addScalar.Call(right, left);

        /// <summary>Sum.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator +(double left, Tensor right) => s_addScalar.Call(right, left);

        /// <summary>Difference, broadcast.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(Tensor left, int right) => s_subScalar.Call(left, right);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(Tensor left, long right) => s_subScalar.Call(left, right);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(Tensor left, float right) => s_subScalar.Call(left, right);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(Tensor left, double right) => s_subScalar.Call(left, right);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(Scalar left, Tensor right) => s_reverseSub.Call(right, left);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(int left, Tensor right) => s_reverseSub.Call(right, left);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(long left, Tensor right) => s_reverseSub.Call(right, left);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(float left, Tensor right) => s_reverseSub.Call(right, left);

        /// <summary>Difference.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator -(double left, Tensor right) => s_reverseSub.Call(right, left);

        /// <summary>Product, elementwise, broadcast.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(Tensor left, int right) => s_mulScalar.Call(left, right);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(Tensor left, long right) => s_mulScalar.Call(left, right);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(Tensor left, float right) => s_mulScalar.Call(left, right);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(Tensor left, double right) => s_mulScalar.Call(left, right);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(Scalar left, Tensor right) => s_mulScalar.Call(right, left);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(int left, Tensor right) => s_mulScalar.Call(right, left);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(long left, Tensor right) => s_mulScalar.Call(right, left);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(float left, Tensor right) => s_mulScalar.Call(right, left);

        /// <summary>Product, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator *(double left, Tensor right) => s_mulScalar.Call(right, left);

        /// <summary>Quotient, elementwise, broadcast.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(Tensor left, int right) => s_divScalar.Call(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(Tensor left, long right) => s_divScalar.Call(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(Tensor left, float right) => s_divScalar.Call(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(Tensor left, double right) => s_divScalar.Call(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(Scalar left, Tensor right) => DivideInto(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(int left, Tensor right) => DivideInto(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(long left, Tensor right) => DivideInto(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(float left, Tensor right) => DivideInto(left, right);

        /// <summary>Quotient, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator /(double left, Tensor right) => DivideInto(left, right);

        /// <summary>Remainder with the sign of the divisor, elementwise, broadcast.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        /// <summary>Remainder with the sign of the divisor, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        /// <summary>Remainder with the sign of the divisor, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator %(Tensor left, int right) => s_remainderScalar.Call(left, right);

        /// <summary>Remainder with the sign of the divisor, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator %(Tensor left, long right) => s_remainderScalar.Call(left, right);

        /// <summary>Remainder with the sign of the divisor, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator %(Tensor left, float right) => s_remainderScalar.Call(left, right);

        /// <summary>Remainder with the sign of the divisor, elementwise.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator %(Tensor left, double right) => s_remainderScalar.Call(left, right);

        /// <summary>Bitwise and; logical and of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        /// <summary>Bitwise or; logical or of truth values.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        /// <summary>Bitwise exclusive or.</summary>
        /// <param name="left">The left operand.</param>
        /// <param name="right">The right operand.</param>
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        /// <summary>Bitwise complement; logical complement of truth values.</summary>
        /// <param name="left">The operand.</param>
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        /// <summary>Negation, elementwise.</summary>
        /// <param name="tensor">The operand.</param>
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        private static Tensor DivideInto(in Value numerator, Tensor denominator)
        {
            using var reciprocal = denominator.reciprocal();
            return s_mulScalar.Call(reciprocal, numerator);
        }
    }
}
