namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_add = Operator.Find("aten::add", "Tensor");
        private static readonly Operator s_addScalar = Operator.Find("aten::add", "Scalar");
        private static readonly Operator s_addInPlace = Operator.Find("aten::add_", "Tensor");
        private static readonly Operator s_addScalarInPlace = Operator.Find("aten::add_", "Scalar");
        private static readonly Operator s_sub = Operator.Find("aten::sub", "Tensor");
        private static readonly Operator s_subScalar = Operator.Find("aten::sub", "Scalar");
        private static readonly Operator s_subInPlace = Operator.Find("aten::sub_", "Tensor");
        private static readonly Operator s_subScalarInPlace = Operator.Find("aten::sub_", "Scalar");
        private static readonly Operator s_reverseSub = Operator.Find("aten::rsub", "Scalar");
        private static readonly Operator s_mul = Operator.Find("aten::mul", "Tensor");
        private static readonly Operator s_mulScalar = Operator.Find("aten::mul", "Scalar");
        private static readonly Operator s_mulInPlace = Operator.Find("aten::mul_", "Tensor");
        private static readonly Operator s_mulScalarInPlace = Operator.Find("aten::mul_", "Scalar");
        private static readonly Operator s_div = Operator.Find("aten::div", "Tensor");
        private static readonly Operator s_divScalar = Operator.Find("aten::div", "Scalar");
        private static readonly Operator s_divMode = Operator.Find("aten::div", "Tensor_mode");
        private static readonly Operator s_divScalarMode = Operator.Find("aten::div", "Scalar_mode");
        private static readonly Operator s_divModeInPlace = Operator.Find("aten::div_", "Tensor_mode");
        private static readonly Operator s_divScalarModeInPlace = Operator.Find("aten::div_", "Scalar_mode");

        /// <summary>this + target, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor add(Tensor target) => s_add.Call(this, target);

        /// <summary>this + alpha * target, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        /// <param name="alpha">Factor of the other operand.</param>
        public Tensor add(Tensor target, Scalar alpha) => s_add.Call(this, target, alpha);

        /// <summary>this + scalar.</summary>
        /// <param name="scalar">The other operand.</param>
        public Tensor add(Scalar scalar) => s_addScalar.Call(this, scalar);

        /// <summary>this + alpha * scalar.</summary>
        /// <param name="scalar">The other operand.</param>
        /// <param name="alpha">Factor of the other operand.</param>
        public Tensor add(Scalar scalar, Scalar alpha) => s_addScalar.Call(this, scalar, alpha);

        /// <summary>Adds another tensor to this one.</summary>
        /// <param name="target">The other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor add_(Tensor target) => InPlace(s_addInPlace, target);

        /// <summary>Adds alpha * target to this tensor.</summary>
        /// <param name="target">The other operand.</param>
        /// <param name="alpha">Factor of the other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor add_(Tensor target, Scalar alpha) => InPlace(s_addInPlace, target, alpha);

        /// <summary>Adds a number to this tensor.</summary>
        /// <param name="scalar">The other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor add_(Scalar scalar) => InPlace(s_addScalarInPlace, scalar);

        /// <summary>Adds alpha * scalar to this tensor.</summary>
        /// <param name="scalar">The other operand.</param>
        /// <param name="alpha">Factor of the other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(s_addScalarInPlace, scalar, alpha);

        /// <summary>this - target, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor sub(Tensor target) => s_sub.Call(this, target);

        /// <summary>this - target.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor sub(Scalar target) => s_subScalar.Call(this, target);

        /// <summary>Subtracts another tensor from this one.</summary>
        /// <param name="target">The other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor sub_(Tensor target) => InPlace(s_subInPlace, target);

        /// <summary>Subtracts a number from this tensor.</summary>
        /// <param name="target">The other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor sub_(Scalar target) => InPlace(s_subScalarInPlace, target);

        /// <summary>this * target, elementwise, broadcast.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor mul(Tensor target) => s_mul.Call(this, target);

        /// <summary>this * target.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor mul(Scalar target) => s_mulScalar.Call(this, target);

        /// <summary>Multiplies this tensor by another one, elementwise.</summary>
        /// <param name="target">The other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor mul_(Tensor target) => InPlace(s_mulInPlace, target);

        /// <summary>Multiplies this tensor by a number.</summary>
        /// <param name="target">The other operand.</param>
        /// <returns>This tensor.</returns>
        public Tensor mul_(Scalar target) => InPlace(s_mulScalarInPlace, target);

        /// <summary>this / target, elementwise, broadcast.</summary>
        /// <param name="target">The divisor.</param>
        /// <param name="rounding_mode">True division by default; otherwise the quotient is rounded.</param>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div.Call(this, target) : s_divMode.Call(this, target, ModeName(rounding_mode));

        /// <summary>this / target.</summary>
        /// <param name="target">The divisor.</param>
        /// <param name="rounding_mode">True division by default; otherwise the quotient is rounded.</param>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_divScalar.Call(this, target) : s_divScalarMode.Call(this, target, ModeName(rounding_mode));

        /// <summary>Divides this tensor by another one, elementwise.</summary>
        /// <param name="target">The divisor.</param>
        /// <param name="rounding_mode">True division by default; otherwise the quotient is rounded.</param>
        /// <returns>This tensor.</returns>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(s_divModeInPlace, target, ModeName(rounding_mode));

        /// <summary>Divides this tensor by a number.</summary>
        /// <param name="target">The divisor.</param>
        /// <param name="rounding_mode">True division by default; otherwise the quotient is rounded.</param>
        /// <returns>This tensor.</returns>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(s_divScalarModeInPlace, target, ModeName(rounding_mode));

        /// <summary>Negation, elementwise.</summary>
        public Tensor negative() => neg();

        private static string? ModeName(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };

        // In-place operators give back the tensor object they were called on: nothing new to dispose.
        private Tensor InPlace(Operator op)
        {
            op.CallVoid(this);
            return this;
        }

        private Tensor InPlace(Operator op, in Value first)
        {
            op.CallVoid(this, first);
            return this;
        }

        private Tensor InPlace(Operator op, in Value first, in Value second)
        {
            op.CallVoid(this, first, second);
            return this;
        }

        private Tensor InPlace(Operator op, in Value first, in Value second, in Value third)
        {
            op.CallVoid(this, first, second, third);
            return this;
        }
    }
}
