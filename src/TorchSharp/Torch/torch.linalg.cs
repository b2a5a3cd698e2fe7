namespace TorchSharp;

public static partial class torch
{
    /// <summary>Matrix factorisations, equations and norms. Leading dimensions are batches.</summary>
    public static class linalg
    {
        private static readonly Operator s_linalgCholesky = Operator.Find("aten::linalg_cholesky");
        private static readonly Operator s_linalgCholeskyEx = Operator.Find("aten::linalg_cholesky_ex");
        private static readonly Operator s_linalgDet = Operator.Find("aten::linalg_det");
        private static readonly Operator s_linalgSlogdet = Operator.Find("aten::linalg_slogdet");
        private static readonly Operator s_linalgEigh = Operator.Find("aten::linalg_eigh");
        private static readonly Operator s_linalgEigvalsh = Operator.Find("aten::linalg_eigvalsh");
        private static readonly Operator s_linalgInv = Operator.Find("aten::linalg_inv");
        private static readonly Operator s_linalgInvEx = Operator.Find("aten::linalg_inv_ex");
        private static readonly Operator s_linalgLstsq = Operator.Find("aten::linalg_lstsq");
        private static readonly Operator s_linalgMatrixNormStrOrd = Operator.Find("aten::linalg_matrix_norm", "str_ord");
        private static readonly Operator s_linalgMatrixNorm = Operator.Find("aten::linalg_matrix_norm");
        private static readonly Operator s_linalgVectorNorm = Operator.Find("aten::linalg_vector_norm");
        private static readonly Operator s_linalgMatrixRankAtolRtolFloat = Operator.Find("aten::linalg_matrix_rank", "atol_rtol_float");
        private static readonly Operator s_linalgMatrixPower = Operator.Find("aten::linalg_matrix_power");
        private static readonly Operator s_linalgMultiDot = Operator.Find("aten::linalg_multi_dot");
        private static readonly Operator s_linalgNormOrdStr = Operator.Find("aten::linalg_norm", "ord_str");
        private static readonly Operator s_linalgNorm = Operator.Find("aten::linalg_norm");
        private static readonly Operator s_linalgPinvAtolRtolFloat = Operator.Find("aten::linalg_pinv", "atol_rtol_float");
        private static readonly Operator s_linalgQr = Operator.Find("aten::linalg_qr");
        private static readonly Operator s_linalgSolve = Operator.Find("aten::linalg_solve");
        private static readonly Operator s_linalgSolveEx = Operator.Find("aten::linalg_solve_ex");
        private static readonly Operator s_linalgSvd = Operator.Find("aten::linalg_svd");
        private static readonly Operator s_linalgSvdvals = Operator.Find("aten::linalg_svdvals");
        private static readonly Operator s_solveTriangular = Operator.Find("aten::linalg_solve_triangular");
        private static readonly Operator s_solveTriangularOut = Operator.Find("aten::linalg_solve_triangular", "out");

        /// <summary>Lower Cholesky factor: input = L Lᵀ. Fails if a matrix is not positive definite.</summary>
        /// <param name="input">Symmetric matrices, shape [..., n, n].</param>
        public static Tensor cholesky(Tensor input) => s_linalgCholesky.Call(input);

        /// <summary>Lower Cholesky factor, and for each matrix 0 or the order of the minor that is not positive definite.</summary>
        /// <param name="input">Symmetric matrices, shape [..., n, n].</param>
        /// <param name="check_errors">Fails instead of reporting.</param>
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) =>
            s_linalgCholeskyEx.Call2(input, false, check_errors);

        /// <summary>Determinants.</summary>
        /// <param name="input">Square matrices, shape [..., n, n].</param>
        public static Tensor det(Tensor input) => s_linalgDet.Call(input);

        /// <summary>Sign and logarithm of the absolute determinants.</summary>
        /// <param name="input">Square matrices, shape [..., n, n].</param>
        public static (Tensor, Tensor) slogdet(Tensor input) => s_linalgSlogdet.Call2(input);

        /// <summary>Eigenvalues in ascending order and eigenvectors in columns, of symmetric matrices.</summary>
        /// <param name="input">Symmetric matrices, shape [..., n, n].</param>
        /// <param name="UPLO">L or U: the triangle that is read.</param>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => s_linalgEigh.Call2(input, UPLO.ToString());

        /// <summary>Eigenvalues of symmetric matrices in ascending order.</summary>
        /// <param name="input">Symmetric matrices, shape [..., n, n].</param>
        /// <param name="UPLO">L or U: the triangle that is read.</param>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => s_linalgEigvalsh.Call(input, UPLO.ToString());

        /// <summary>Inverses.</summary>
        /// <param name="input">Square matrices, shape [..., n, n].</param>
        public static Tensor inv(Tensor input) => s_linalgInv.Call(input);

        /// <summary>Inverses, and for each matrix 0 or the position of a zero pivot.</summary>
        /// <param name="input">Square matrices, shape [..., n, n].</param>
        /// <param name="check_errors">Fails instead of reporting.</param>
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) =>
            s_linalgInvEx.Call2(input, check_errors);

        /// <summary>Least squares: the X of smallest |input X - other|.</summary>
        /// <param name="input">Matrices, shape [..., m, n].</param>
        /// <param name="other">Right-hand sides, shape [..., m, k].</param>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            s_linalgLstsq.Call4(input, other);

        /// <summary>Least squares with singular values below rcond times the largest taken as zero.</summary>
        /// <param name="input">Matrices, shape [..., m, n].</param>
        /// <param name="other">Right-hand sides, shape [..., m, k].</param>
        /// <param name="rcond">Relative bound of singular values.</param>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            s_linalgLstsq.Call4(input, other, rcond, "gelsd");

        /// <summary>Norm of matrices.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="ord"><c>fro</c> or <c>nuc</c>.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            s_linalgMatrixNormStrOrd.Call(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>Norm of matrices.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="ord">Order of the norm.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgMatrixNorm.Call(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>Norm of vectors, or of all elements.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="ord">Order of the norm.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public static Tensor vector_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgVectorNorm.Call(input, ord, dims, keepdim);

        /// <summary>Number of singular values above a bound.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="atol">Absolute tolerance.</param>
        /// <param name="rtol">Relative tolerance.</param>
        /// <param name="hermitian">The matrices are symmetric.</param>
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            s_linalgMatrixRankAtolRtolFloat.Call(input, atol, rtol, hermitian);

        /// <summary>Power of square matrices.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="n">The exponent.</param>
        public static Tensor matrix_power(Tensor input, int n) => s_linalgMatrixPower.Call(input, n);

        /// <summary>Product of several matrices in the cheapest order.</summary>
        /// <param name="tensors">The tensors.</param>
        public static Tensor multi_dot(IList<Tensor> tensors) => s_linalgMultiDot.Call(AsArray(tensors));

        /// <summary>Norm of a matrix by name.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="ord"><c>fro</c> or <c>nuc</c>.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgNormOrdStr.Call(input, ord, dims, keepdim);

        /// <summary>Norm of a vector or matrix.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="ord">Order of the norm.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgNorm.Call(input, ord, dims, keepdim);

        /// <summary>Norm of a vector or matrix.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="ord">Order of the norm.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            s_linalgNorm.Call(input, ord, dims, keepdim);

        /// <summary>2-norm of all elements, or Frobenius norm over two dimensions.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            s_linalgNorm.Call(input, Value.None, dims, keepdim);

        /// <summary>Pseudo-inverses.</summary>
        /// <param name="input">Matrices, shape [..., m, n].</param>
        /// <param name="atol">Singular values below it count as zero.</param>
        /// <param name="rtol">Singular values below it times the largest count as zero.</param>
        /// <param name="hermitian">The matrices are symmetric.</param>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            s_linalgPinvAtolRtolFloat.Call(input, atol, rtol, hermitian);

        /// <summary>Orthogonal and upper triangular factors: input = Q R.</summary>
        /// <param name="input">Matrices, shape [..., m, n].</param>
        /// <param name="mode">Which parts are computed.</param>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            s_linalgQr.Call2(input, ModeName(mode));

        /// <summary>Solves A X = B, or X A = B.</summary>
        /// <param name="A">Square matrices, shape [..., n, n].</param>
        /// <param name="B">Right-hand sides, shape [..., n, k] or [..., n].</param>
        /// <param name="left">False solves X A = B.</param>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => s_linalgSolve.Call(A, B, left);

        /// <summary>Solves A X = B, and reports for each matrix 0 or the position of a zero pivot.</summary>
        /// <param name="A">Square matrices, shape [..., n, n].</param>
        /// <param name="B">Right-hand sides, shape [..., n, k] or [..., n].</param>
        /// <param name="left">False solves X A = B.</param>
        /// <param name="check_errors">Fails instead of reporting.</param>
        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            s_linalgSolveEx.Call2(A, B, left, check_errors);

        /// <summary>Singular values in descending order and vectors: input = U diag(S) Vh.</summary>
        /// <param name="input">Matrices, shape [..., m, n].</param>
        /// <param name="fullMatrices">Square U and Vh instead of min(m, n) vectors.</param>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            s_linalgSvd.Call3(input, fullMatrices);

        /// <summary>Singular values in descending order.</summary>
        /// <param name="input">Matrices, shape [..., m, n].</param>
        public static Tensor svdvals(Tensor input) => s_linalgSvdvals.Call(input);

        /// <summary>Solves A X = B, or X A = B, for triangular A.</summary>
        /// <param name="A">Triangular matrices, shape [..., n, n]; the other triangle is not read.</param>
        /// <param name="B">Right-hand sides, shape [..., n, k].</param>
        /// <param name="upper">A is upper triangular.</param>
        /// <param name="left">False solves X A = B.</param>
        /// <param name="unitriangular">The diagonal of A counts as ones.</param>
        /// <param name="out">Receives the result.</param>
        public static Tensor solve_triangular(
            Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) =>
            @out is null
                ? s_solveTriangular.Call(A, B, upper, left, unitriangular)
                : s_solveTriangularOut.Call(A, B, upper, left, unitriangular, @out);

        private static string ModeName(QRMode mode) => mode switch
        {
            QRMode.Complete => "complete",
            QRMode.R => "r",
            _ => "reduced",
        };

        /// <summary>Which parts of a QR factorisation are computed.</summary>
        public enum QRMode
        {
            /// <summary>Q of shape [..., m, min(m, n)].</summary>
            Reduced = 0,

            /// <summary>Q of shape [..., m, m].</summary>
            Complete = 1,

            /// <summary>R only; Q is empty.</summary>
            R = 2,
        }
    }
}
