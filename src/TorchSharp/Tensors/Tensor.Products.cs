namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_matmul = Operator.Find("aten::matmul");
        private static readonly Operator s_mm = Operator.Find("aten::mm");
        private static readonly Operator s_mv = Operator.Find("aten::mv");
        private static readonly Operator s_bmm = Operator.Find("aten::bmm");
        private static readonly Operator s_dot = Operator.Find("aten::dot");
        private static readonly Operator s_outer = Operator.Find("aten::outer");
        private static readonly Operator s_kron = Operator.Find("aten::kron");
        private static readonly Operator s_addmm = Operator.Find("aten::addmm");
        private static readonly Operator s_addmmInPlace = Operator.Find("aten::addmm_");
        private static readonly Operator s_addmv = Operator.Find("aten::addmv");
        private static readonly Operator s_addmvInPlace = Operator.Find("aten::addmv_");
        private static readonly Operator s_addr = Operator.Find("aten::addr");
        private static readonly Operator s_addbmm = Operator.Find("aten::addbmm");
        private static readonly Operator s_addbmmInPlace = Operator.Find("aten::addbmm_");
        private static readonly Operator s_baddbmm = Operator.Find("aten::baddbmm");
        private static readonly Operator s_inverse = Operator.Find("aten::inverse");
        private static readonly Operator s_choleskySolve = Operator.Find("aten::cholesky_solve");
        private static readonly Operator s_choleskyInverse = Operator.Find("aten::cholesky_inverse");
        private static readonly Operator s_cholesky = Operator.Find("aten::cholesky");

        /// <summary>Matrix product, with vectors and batches as in NumPy.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor matmul(Tensor target) => s_matmul.Call(this, target);

        /// <summary>Matrix product [N, K] x [K, M] -> [N, M].</summary>
        /// <param name="target">The other operand.</param>
        public Tensor mm(Tensor target) => s_mm.Call(this, target);

        /// <summary>Product of a matrix [N, M] and a vector [M] -> [N].</summary>
        /// <param name="target">The other operand.</param>
        public Tensor mv(Tensor target) => s_mv.Call(this, target);

        /// <summary>Products of matrices [B, N, K] x [B, K, M] -> [B, N, M].</summary>
        /// <param name="batch2">Matrices, shape [B, K, M].</param>
        public Tensor bmm(Tensor batch2) => s_bmm.Call(this, batch2);

        /// <summary>Scalar product of two vectors.</summary>
        /// <param name="target">The other operand.</param>
        public Tensor dot(Tensor target) => s_dot.Call(this, target);

        /// <summary>Outer product of two vectors [N], [M] -> [N, M].</summary>
        /// <param name="vec2">Second vector.</param>
        public Tensor outer(Tensor vec2) => s_outer.Call(this, vec2);

        /// <summary>Kronecker product.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor kron(Tensor other) => s_kron.Call(this, other);

        /// <summary>beta * this + alpha * mat1 x mat2.</summary>
        /// <param name="mat1">Matrix, shape [N, K].</param>
        /// <param name="mat2">Matrix, shape [K, M].</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            s_addmm.Call(this, mat1, mat2, (double)beta, (double)alpha);

        /// <summary>Replaces this tensor by beta * this + alpha * mat1 x mat2.</summary>
        /// <param name="mat1">Matrix, shape [N, K].</param>
        /// <param name="mat2">Matrix, shape [K, M].</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        /// <returns>This tensor.</returns>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Accumulate(s_addmmInPlace, mat1, mat2, beta, alpha);

        /// <summary>beta * this + alpha * mat x vec.</summary>
        /// <param name="mat">Matrix, shape [N, M].</param>
        /// <param name="vec">Vector, shape [M].</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            s_addmv.Call(this, mat, vec, (double)beta, (double)alpha);

        /// <summary>Replaces this tensor by beta * this + alpha * mat x vec.</summary>
        /// <param name="mat">Matrix, shape [N, M].</param>
        /// <param name="vec">Vector, shape [M].</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        /// <returns>This tensor.</returns>
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Accumulate(s_addmvInPlace, mat, vec, beta, alpha);

        /// <summary>beta * this + alpha * (outer product of vec1 and vec2).</summary>
        /// <param name="vec1">First vector.</param>
        /// <param name="vec2">Second vector.</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            s_addr.Call(this, vec1, vec2, (double)beta, (double)alpha);

        /// <summary>beta * this + alpha * sum over the batch of batch1 x batch2.</summary>
        /// <param name="batch1">Matrices, shape [B, N, K].</param>
        /// <param name="batch2">Matrices, shape [B, K, M].</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            s_addbmm.Call(this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>Replaces this tensor by beta * this + alpha * sum over the batch of batch1 x batch2.</summary>
        /// <param name="batch1">Matrices, shape [B, N, K].</param>
        /// <param name="batch2">Matrices, shape [B, K, M].</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        /// <returns>This tensor.</returns>
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Accumulate(s_addbmmInPlace, batch1, batch2, beta, alpha);

        /// <summary>beta * this + alpha * batch1 x batch2, for each matrix of the batch.</summary>
        /// <param name="batch1">Matrices, shape [B, N, K].</param>
        /// <param name="batch2">Matrices, shape [B, K, M].</param>
        /// <param name="beta">Factor of the added tensor.</param>
        /// <param name="alpha">Factor of the product.</param>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            s_baddbmm.Call(this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>Inverse of a square matrix, or of each of a batch.</summary>
        public Tensor inverse() => s_inverse.Call(this);

        /// <summary>Solves A x = this, where input2 is the Cholesky factor of A.</summary>
        /// <param name="input2">Triangular factor.</param>
        /// <param name="upper">The factor is upper triangular.</param>
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => s_choleskySolve.Call(this, input2, upper);

        /// <summary>Inverse of the matrix whose Cholesky factor this is.</summary>
        /// <param name="upper">The factor is upper triangular.</param>
        public Tensor cholesky_inverse(bool upper = false) => s_choleskyInverse.Call(this, upper);

        /// <summary>Cholesky factor of a symmetric positive definite matrix.</summary>
        /// <param name="upper">The factor is upper triangular.</param>
        public Tensor cholesky(bool upper = false) => s_cholesky.Call(this, upper);

        private Tensor Accumulate(Operator op, in Value left, in Value right, double beta, double alpha)
        {
            op.CallVoid(this, left, right, beta, alpha);
            return this;
        }
    }
}
