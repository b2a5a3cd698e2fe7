using System.Numerics;

namespace DataWorth.LinearAlgebra;

/// <summary>Block power iteration of one example, with its working memory. Vectors lie one after the other: u [c, O], v [c, I], z [c,
/// T].</summary>
internal sealed class PowerIteration<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostProjections = 3;

    private static readonly T s_half = T.CreateTruncating(0.5);
    private static readonly T s_smallest = T.CreateTruncating(1e-20);
    private static readonly T s_largest = T.CreateTruncating(1e20);

    private readonly ExampleShape _shape;
    private readonly T[] _start;
    private readonly T[] _u;
    private readonly T[] _v;
    private readonly T[] _z;
    private readonly T[] _coefficients;

    /// <summary>Allocates the working memory.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="start">Start vectors [c, I].</param>
    public PowerIteration(ExampleShape shape, T[] start)
    {
        _shape = shape;
        _start = start;
        _u = new T[shape.Rank * shape.Outputs];
        _v = new T[shape.Rank * shape.Inputs];
        _z = new T[shape.Rank * shape.Positions];
        _coefficients = new T[shape.Rank];
    }

    /// <summary>Writes the factors: G V with the last orthonormal basis V, columns balanced. With no more positions than columns, the
    /// positions themselves.</summary>
    /// <param name="right">G [O, I], or the activations [T, I].</param>
    /// <param name="left">The output gradients [T, O], or empty.</param>
    /// <param name="iterations">Number of iterations.</param>
    /// <param name="resultLeft">[O, c], row-major.</param>
    /// <param name="resultRight">[I, c], row-major.</param>
    /// <returns>Whether the factors, and with them the gradient, are finite.</returns>
    public bool Run(ReadOnlySpan<T> right, ReadOnlySpan<T> left, int iterations, Span<T> resultLeft, Span<T> resultRight)
    {
        if (_shape.IsFactored)
        {
            left.CopyTo(_u); // unused columns were zero from the beginning
            right.CopyTo(_v);
        }
        else
        {
            Iterate(right, left, iterations);
        }

        var isFinite = true;
        for (var k = 0; k < _shape.Rank; k++)
        {
            var (leftNorm, rightNorm) = (Norm(Column(_u, k, _shape.Outputs)), Norm(Column(_v, k, _shape.Inputs)));
            isFinite &= double.IsFinite(leftNorm) && double.IsFinite(rightNorm);
            var factor = leftNorm > 0 && rightNorm > 0 ? Math.Sqrt(rightNorm / leftNorm) : 1;
            Write(Column(_u, k, _shape.Outputs), T.CreateTruncating(factor), resultLeft[k..]);
            Write(Column(_v, k, _shape.Inputs), T.CreateTruncating(1 / factor), resultRight[k..]);
        }

        return isFinite;
    }

    private void Iterate(ReadOnlySpan<T> right, ReadOnlySpan<T> left, int iterations)
    {
        _start.CopyTo(_v.AsSpan());
        if (_shape.Rank == 1 && _shape.Positions == 0 && VectorKernels.HasGram<T>(_shape.Inputs) && IterateGram(right, iterations))
        {
            Multiply(right, left);
            return;
        }

        for (var i = 0; i < iterations; i++)
        {
            Multiply(right, left);
            Orthonormalize(_u, _shape.Outputs);
            MultiplyTransposed(right, left);
            Orthonormalize(_v, _shape.Inputs);
        }

        Multiply(right, left);
    }

    /// <summary>For one column, v = G^T G v is the same iteration with one normalisation and one sweep instead of two. False, with the
    /// start put back, where squares leave the range of T.</summary>
    private bool IterateGram(ReadOnlySpan<T> matrix, int iterations)
    {
        Normalize(_v);
        for (var i = 0; i < iterations; i++)
        {
            VectorKernels.MultiplyGram(matrix, _shape.Outputs, _v, _v);
            var squared = VectorKernels.Dot<T>(_v, _v);
            if (!(squared > s_smallest && squared < s_largest))
            {
                _start.CopyTo(_v.AsSpan());
                return false;
            }

            VectorKernels.Scale<T>(_v, T.One / T.Sqrt(squared));
        }

        return true;
    }

    private void Multiply(ReadOnlySpan<T> right, ReadOnlySpan<T> left)
    {
        if (_shape.Positions == 0)
        {
            VectorKernels.Multiply(right, _shape.Outputs, _shape.Inputs, _v, _u, _shape.Rank);
            return;
        }

        VectorKernels.Multiply(right, _shape.Positions, _shape.Inputs, _v, _z, _shape.Rank);
        Array.Clear(_u);
        VectorKernels.AddTransposedProduct(left, _shape.Positions, _shape.Outputs, _z, _u, _shape.Rank);
    }

    private void MultiplyTransposed(ReadOnlySpan<T> right, ReadOnlySpan<T> left)
    {
        Array.Clear(_v);
        if (_shape.Positions == 0)
        {
            VectorKernels.AddTransposedProduct(right, _shape.Outputs, _shape.Inputs, _u, _v, _shape.Rank);
            return;
        }

        VectorKernels.Multiply(left, _shape.Positions, _shape.Outputs, _u, _z, _shape.Rank);
        VectorKernels.AddTransposedProduct(right, _shape.Positions, _shape.Inputs, _z, _v, _shape.Rank);
    }

    /// <summary>Gram and Schmidt, repeated for a vector that loses more than half of its square (Kahan: twice is enough). A vector of zeros
    /// stays.</summary>
    private void Orthonormalize(T[] vectors, int size)
    {
        Normalize(Column(vectors, 0, size));
        for (var k = 1; k < _shape.Rank; k++)
        {
            var vector = Column(vectors, k, size);
            var coefficients = _coefficients.AsSpan(0, k);
            for (var attempt = 0; attempt < MostProjections; attempt++)
            {
                Normalize(vector);
                VectorKernels.Multiply<T>(vectors, k, size, vector, coefficients, 1);
                foreach (ref var coefficient in coefficients)
                {
                    coefficient = -coefficient;
                }

                VectorKernels.AddTransposedProduct<T>(vectors, k, size, coefficients, vector, 1);
                if (VectorKernels.Dot<T>(vector, vector) > s_half)
                {
                    break;
                }
            }

            Normalize(vector);
        }
    }

    private static void Normalize(Span<T> vector)
    {
        var squared = VectorKernels.Dot<T>(vector, vector);
        if (!(squared > s_smallest && squared < s_largest))
        {
            // Squares left the range of T: bring the largest entry to 1 first.
            var largest = Largest(vector);
            if (largest == T.Zero)
            {
                return;
            }

            foreach (ref var value in vector)
            {
                value /= largest; // not a product: 1 / largest may overflow
            }

            squared = VectorKernels.Dot<T>(vector, vector);
        }

        VectorKernels.Scale(vector, T.One / T.Sqrt(squared));
    }

    private static double Norm(ReadOnlySpan<T> vector)
    {
        var squared = VectorKernels.Dot(vector, vector);
        if (squared > s_smallest && squared < s_largest)
        {
            return Math.Sqrt(double.CreateTruncating(squared));
        }

        var largest = double.CreateTruncating(Largest(vector));
        if (largest == 0)
        {
            return 0;
        }

        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += double.CreateTruncating(value) / largest * (double.CreateTruncating(value) / largest);
        }

        return largest * Math.Sqrt(sum);
    }

    /// <summary>Largest magnitude; NaN if there is one.</summary>
    private static T Largest(ReadOnlySpan<T> vector)
    {
        var largest = T.Zero;
        foreach (var value in vector)
        {
            largest = T.MaxMagnitude(largest, value);
        }

        return T.Abs(largest);
    }

    private static Span<T> Column(T[] vectors, int index, int size) => vectors.AsSpan(index * size, size);

    private void Write(ReadOnlySpan<T> vector, T factor, Span<T> column)
    {
        var rank = _shape.Rank;
        if (rank == 1)
        {
            VectorKernels.ScaleTo(vector, factor, column);
            return;
        }

        for (var i = 0; i < vector.Length; i++)
        {
            column[i * rank] = vector[i] * factor;
        }
    }
}
