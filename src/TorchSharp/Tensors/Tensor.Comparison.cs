namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_eqTensor = Operator.Find("aten::eq", "Tensor");
        private static readonly Operator s_eqScalar = Operator.Find("aten::eq", "Scalar");
        private static readonly Operator s_neTensor = Operator.Find("aten::ne", "Tensor");
        private static readonly Operator s_neScalar = Operator.Find("aten::ne", "Scalar");
        private static readonly Operator s_ltTensor = Operator.Find("aten::lt", "Tensor");
        private static readonly Operator s_ltScalar = Operator.Find("aten::lt", "Scalar");
        private static readonly Operator s_leTensor = Operator.Find("aten::le", "Tensor");
        private static readonly Operator s_leScalar = Operator.Find("aten::le", "Scalar");
        private static readonly Operator s_gtTensor = Operator.Find("aten::gt", "Tensor");
        private static readonly Operator s_gtScalar = Operator.Find("aten::gt", "Scalar");
        private static readonly Operator s_geTensor = Operator.Find("aten::ge", "Tensor");
        private static readonly Operator s_geScalar = Operator.Find("aten::ge", "Scalar");
        private static readonly Operator s_equal = Operator.Find("aten::equal");
        private static readonly Operator s_allclose = Operator.Find("aten::allclose");
        private static readonly Operator s_isclose = Operator.Find("aten::isclose");
        private static readonly Operator s_logicalAnd = Operator.Find("aten::logical_and");
        private static readonly Operator s_logicalOr = Operator.Find("aten::logical_or");
        private static readonly Operator s_logicalXor = Operator.Find("aten::logical_xor");
        private static readonly Operator s_bitwiseAndTensor = Operator.Find("aten::bitwise_and", "Tensor");
        private static readonly Operator s_bitwiseOrTensor = Operator.Find("aten::bitwise_or", "Tensor");
        private static readonly Operator s_bitwiseXorTensor = Operator.Find("aten::bitwise_xor", "Tensor");
        private static readonly Operator s_bitwiseNot = Operator.Find("aten::bitwise_not");
        private static readonly Operator s_bitwiseLeftShiftTensor = Operator.Find("aten::bitwise_left_shift", "Tensor");
        private static readonly Operator s_bitwiseRightShiftTensor = Operator.Find("aten::bitwise_right_shift", "Tensor");

        /// <summary>True where an element is equal to that of the other tensor, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor eq(Tensor target) => s_eqTensor.Call(this, target);

        /// <summary>True where an element is equal to a number.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor eq(Scalar target) => s_eqScalar.Call(this, target);

        /// <summary>True where an element is different from that of the other tensor, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor ne(Tensor target) => s_neTensor.Call(this, target);

        /// <summary>True where an element is different from a number.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor ne(Scalar target) => s_neScalar.Call(this, target);

        /// <summary>True where an element is less than that of the other tensor, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor lt(Tensor target) => s_ltTensor.Call(this, target);

        /// <summary>True where an element is less than a number.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor lt(Scalar target) => s_ltScalar.Call(this, target);

        /// <summary>True where an element is at most that of the other tensor, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor le(Tensor target) => s_leTensor.Call(this, target);

        /// <summary>True where an element is at most a number.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor le(Scalar target) => s_leScalar.Call(this, target);

        /// <summary>True where an element is greater than that of the other tensor, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor gt(Tensor target) => s_gtTensor.Call(this, target);

        /// <summary>True where an element is greater than a number.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor gt(Scalar target) => s_gtScalar.Call(this, target);

        /// <summary>True where an element is at least that of the other tensor, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor ge(Tensor target) => s_geTensor.Call(this, target);

        /// <summary>True where an element is at least a number.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor ge(Scalar target) => s_geScalar.Call(this, target);

        /// <summary>True where an element equals that of the other tensor, broadcast: the same as <see cref="eq(Tensor)"/>.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>True if shape and all elements are equal.</summary>
        /// <param name="target">The other operand.</param>
        public bool Equals(Tensor target) => s_equal.CallBoolean(this, target);

        /// <summary>True if all elements satisfy |this - target| &lt;= atol + rtol * |target|.</summary>
        /// <param name="target">The other operand.</param>
        /// <param name="rtol">Relative tolerance.</param>
        /// <param name="atol">Absolute tolerance.</param>
        /// <param name="equal_nan">Two values that are not numbers count as equal.</param>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            s_allclose.CallBoolean(this, target, rtol, atol, equal_nan);

        /// <summary>True where |this - other| &lt;= atol + rtol * |other|.</summary>
        /// <param name="other">The other tensor.</param>
        /// <param name="rtol">Relative tolerance.</param>
        /// <param name="atol">Absolute tolerance.</param>
        /// <param name="nanEqual">Two values that are not numbers count as equal.</param>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            s_isclose.Call(this, other, rtol, atol, nanEqual);

        /// <summary>Logical and, elementwise.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor logical_and(Tensor other) => s_logicalAnd.Call(this, other);

        /// <summary>Logical or, elementwise.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor logical_or(Tensor other) => s_logicalOr.Call(this, other);

        /// <summary>Logical exclusive or, elementwise.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor logical_xor(Tensor other) => s_logicalXor.Call(this, other);

        /// <summary>Bitwise and; logical and of truth values.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor bitwise_and(Tensor other) => s_bitwiseAndTensor.Call(this, other);

        /// <summary>Bitwise or; logical or of truth values.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor bitwise_or(Tensor other) => s_bitwiseOrTensor.Call(this, other);

        /// <summary>Bitwise exclusive or.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor bitwise_xor(Tensor other) => s_bitwiseXorTensor.Call(this, other);

        /// <summary>Bitwise complement; logical complement of truth values.</summary>
        public Tensor bitwise_not() => s_bitwiseNot.Call(this);

        /// <summary>Shifts the bits of each integer to the left.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor bitwise_left_shift(Tensor other) => s_bitwiseLeftShiftTensor.Call(this, other);

        /// <summary>Shifts the bits of each integer to the right.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor bitwise_right_shift(Tensor other) => s_bitwiseRightShiftTensor.Call(this, other);
    }
}
