namespace TorchSharp;

public static partial class torch
{
    /// <summary>Products of matrices [B, N, K] x [B, K, M] -> [B, N, M].</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="batch2">Matrices, shape [B, K, M].</param>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    /// <summary>Outer product of two vectors [N], [M] -> [N, M].</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="vec2">Second vector.</param>
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    /// <summary>Kronecker product.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor kron(Tensor input, Tensor other) => input.kron(other);

    /// <summary>beta * this + alpha * mat1 x mat2.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="mat1">Matrix, shape [N, K].</param>
    /// <param name="mat2">Matrix, shape [K, M].</param>
    /// <param name="beta">Factor of the added tensor.</param>
    /// <param name="alpha">Factor of the product.</param>
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmm(mat1, mat2, beta, alpha);

    /// <summary>beta * this + alpha * mat1 x mat2.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="mat1">Matrix, shape [N, M].</param>
    /// <param name="mat2">Vector, shape [M].</param>
    /// <param name="beta">Factor of the added tensor.</param>
    /// <param name="alpha">Factor of the product.</param>
    public static Tensor addmv(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmv(mat1, mat2, beta, alpha);

    /// <summary>beta * this + alpha * (outer product of vec1 and vec2).</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="vec1">First vector.</param>
    /// <param name="vec2">Second vector.</param>
    /// <param name="beta">Factor of the added tensor.</param>
    /// <param name="alpha">Factor of the product.</param>
    public static Tensor addr(Tensor input, Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
        input.addr(vec1, vec2, beta, alpha);

    /// <summary>beta * this + alpha * sum over the batch of batch1 x batch2.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="batch1">Matrices, shape [B, N, K].</param>
    /// <param name="batch2">Matrices, shape [B, K, M].</param>
    /// <param name="beta">Factor of the added tensor.</param>
    /// <param name="alpha">Factor of the product.</param>
    public static Tensor addbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.addbmm(batch1, batch2, beta, alpha);

    /// <summary>beta * this + alpha * batch1 x batch2, for each matrix of the batch.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="batch1">Matrices, shape [B, N, K].</param>
    /// <param name="batch2">Matrices, shape [B, K, M].</param>
    /// <param name="beta">Factor of the added tensor.</param>
    /// <param name="alpha">Factor of the product.</param>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.baddbmm(batch1, batch2, beta, alpha);

    /// <summary>Inverse of a square matrix, or of each of a batch.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor inverse(Tensor input) => input.inverse();

    /// <summary>Solves A x = this, where input2 is the Cholesky factor of A.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="input2">Triangular factor.</param>
    /// <param name="upper">The factor is upper triangular.</param>
    public static Tensor cholesky_solve(Tensor input, Tensor input2, bool upper = false) => input.cholesky_solve(input2, upper);

    /// <summary>Inverse of the matrix whose Cholesky factor this is.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="upper">The factor is upper triangular.</param>
    public static Tensor cholesky_inverse(Tensor input, bool upper = false) => input.cholesky_inverse(upper);

    /// <summary>Cholesky factor of a symmetric positive definite matrix.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor cholesky(Tensor input) => input.cholesky();
}
