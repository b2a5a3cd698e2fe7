using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataWorth.LinearAlgebra;

/// <summary>Products of one small matrix, in the cache, with a few vectors. Four rows at a time; T is Single or Double.</summary>
internal static class VectorKernels
{
    private const int GramVectors = 8;

    /// <summary>y[k, i] = sum_j M[i, j] x[k, j].</summary>
    /// <param name="matrix">M [rows, columns], row-major.</param>
    /// <param name="rows">Rows of M.</param>
    /// <param name="columns">Columns of M.</param>
    /// <param name="x">x [count, columns].</param>
    /// <param name="y">y [count, rows], overwritten.</param>
    /// <param name="count">Number of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(ReadOnlySpan<T> matrix, int rows, int columns, ReadOnlySpan<T> x, Span<T> y, int count)
        where T : unmanaged, INumber<T>
    {
        Check(matrix.Length >= rows * columns && x.Length >= count * columns && y.Length >= count * rows);
        ref var m = ref MemoryMarshal.GetReference(matrix);
        ref var input = ref MemoryMarshal.GetReference(x);
        var i = 0;
        for (; i + 4 <= rows; i += 4)
        {
            ref var r0 = ref Unsafe.Add(ref m, i * columns);
            ref var r1 = ref Unsafe.Add(ref r0, columns);
            ref var r2 = ref Unsafe.Add(ref r1, columns);
            ref var r3 = ref Unsafe.Add(ref r2, columns);
            for (var k = 0; k < count; k++)
            {
                ref var v = ref Unsafe.Add(ref input, k * columns);
                Vector<T> a0 = default,
                    a1 = default,
                    a2 = default,
                    a3 = default;
                var j = 0;
                for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
                {
                    var value = Load(ref v, j);
                    a0 = MultiplyAdd(Load(ref r0, j), value, a0);
                    a1 = MultiplyAdd(Load(ref r1, j), value, a1);
                    a2 = MultiplyAdd(Load(ref r2, j), value, a2);
                    a3 = MultiplyAdd(Load(ref r3, j), value, a3);
                }

                T s0 = Vector.Sum(a0),
                    s1 = Vector.Sum(a1),
                    s2 = Vector.Sum(a2),
                    s3 = Vector.Sum(a3);
                for (; j < columns; j++)
                {
                    var value = Unsafe.Add(ref v, j);
                    s0 += Unsafe.Add(ref r0, j) * value;
                    s1 += Unsafe.Add(ref r1, j) * value;
                    s2 += Unsafe.Add(ref r2, j) * value;
                    s3 += Unsafe.Add(ref r3, j) * value;
                }

                var to = (k * rows) + i;
                (y[to], y[to + 1], y[to + 2], y[to + 3]) = (s0, s1, s2, s3);
            }
        }

        for (; i < rows; i++)
        {
            for (var k = 0; k < count; k++)
            {
                y[(k * rows) + i] = Dot(matrix.Slice(i * columns, columns), x.Slice(k * columns, columns));
            }
        }
    }

    /// <summary>y[k, j] += sum_i x[k, i] M[i, j].</summary>
    /// <param name="matrix">M [rows, columns], row-major.</param>
    /// <param name="rows">Rows of M.</param>
    /// <param name="columns">Columns of M.</param>
    /// <param name="x">x [count, rows].</param>
    /// <param name="y">y [count, columns].</param>
    /// <param name="count">Number of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTransposedProduct<T>(ReadOnlySpan<T> matrix, int rows, int columns, ReadOnlySpan<T> x, Span<T> y, int count)
        where T : unmanaged, INumber<T>
    {
        Check(matrix.Length >= rows * columns && x.Length >= count * rows && y.Length >= count * columns);
        ref var m = ref MemoryMarshal.GetReference(matrix);
        ref var output = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i + 4 <= rows; i += 4)
        {
            ref var r0 = ref Unsafe.Add(ref m, i * columns);
            ref var r1 = ref Unsafe.Add(ref r0, columns);
            ref var r2 = ref Unsafe.Add(ref r1, columns);
            ref var r3 = ref Unsafe.Add(ref r2, columns);
            for (var k = 0; k < count; k++)
            {
                var from = (k * rows) + i;
                T x0 = x[from],
                    x1 = x[from + 1],
                    x2 = x[from + 2],
                    x3 = x[from + 3];
                Vector<T> v0 = new(x0),
                    v1 = new(x1),
                    v2 = new(x2),
                    v3 = new(x3);
                ref var w = ref Unsafe.Add(ref output, k * columns);
                var j = 0;
                for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
                {
                    var sum = MultiplyAdd(Load(ref r0, j), v0, Load(ref w, j));
                    sum = MultiplyAdd(Load(ref r1, j), v1, sum);
                    sum = MultiplyAdd(Load(ref r2, j), v2, sum);
                    sum = MultiplyAdd(Load(ref r3, j), v3, sum);
                    sum.StoreUnsafe(ref w, (nuint)j);
                }

                for (; j < columns; j++)
                {
                    Unsafe.Add(ref w, j) +=
                        (Unsafe.Add(ref r0, j) * x0)
                        + (Unsafe.Add(ref r1, j) * x1)
                        + (Unsafe.Add(ref r2, j) * x2)
                        + (Unsafe.Add(ref r3, j) * x3);
                }
            }
        }

        for (; i < rows; i++)
        {
            for (var k = 0; k < count; k++)
            {
                AddScaled(matrix.Slice(i * columns, columns), x[(k * rows) + i], y.Slice(k * columns, columns));
            }
        }
    }

    /// <summary>Whether <see cref="MultiplyGram"/> takes rows of that length: eight vectors, 64 numbers of float32 with 256-bit
    /// registers.</summary>
    public static bool HasGram<T>(int columns)
        where T : unmanaged => columns == GramVectors * Vector<T>.Count;

    /// <summary>y = M^T M x in one sweep: each row is loaded once, and x and y stay in registers.</summary>
    /// <param name="matrix">M [rows, columns], row-major, with as many columns as <see cref="HasGram"/> says.</param>
    /// <param name="rows">Rows of M.</param>
    /// <param name="x">x [columns].</param>
    /// <param name="y">y [columns], overwritten; may be x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyGram<T>(ReadOnlySpan<T> matrix, int rows, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        var step = Vector<T>.Count;
        var columns = GramVectors * step;
        Check(matrix.Length >= rows * columns && x.Length >= columns && y.Length >= columns);
        ref var m = ref MemoryMarshal.GetReference(matrix);
        ref var v = ref MemoryMarshal.GetReference(x);
        Vector<T> v0 = Load(ref v, 0),
            v1 = Load(ref v, step),
            v2 = Load(ref v, 2 * step),
            v3 = Load(ref v, 3 * step);
        Vector<T> v4 = Load(ref v, 4 * step),
            v5 = Load(ref v, 5 * step),
            v6 = Load(ref v, 6 * step),
            v7 = Load(ref v, 7 * step);
        Vector<T> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default,
            s4 = default,
            s5 = default,
            s6 = default,
            s7 = default;
        for (var i = 0; i < rows; i++)
        {
            ref var r = ref Unsafe.Add(ref m, i * columns);
            Vector<T> r0 = Load(ref r, 0),
                r1 = Load(ref r, step),
                r2 = Load(ref r, 2 * step),
                r3 = Load(ref r, 3 * step);
            Vector<T> r4 = Load(ref r, 4 * step),
                r5 = Load(ref r, 5 * step),
                r6 = Load(ref r, 6 * step),
                r7 = Load(ref r, 7 * step);
            var left = MultiplyAdd(r3, v3, MultiplyAdd(r2, v2, MultiplyAdd(r1, v1, r0 * v0)));
            var right = MultiplyAdd(r7, v7, MultiplyAdd(r6, v6, MultiplyAdd(r5, v5, r4 * v4)));
            var u = new Vector<T>(Vector.Sum(left + right));
            (s0, s1, s2, s3) = (MultiplyAdd(r0, u, s0), MultiplyAdd(r1, u, s1), MultiplyAdd(r2, u, s2), MultiplyAdd(r3, u, s3));
            (s4, s5, s6, s7) = (MultiplyAdd(r4, u, s4), MultiplyAdd(r5, u, s5), MultiplyAdd(r6, u, s6), MultiplyAdd(r7, u, s7));
        }

        ref var w = ref MemoryMarshal.GetReference(y);
        s0.StoreUnsafe(ref w);
        s1.StoreUnsafe(ref w, (nuint)step);
        s2.StoreUnsafe(ref w, (nuint)(2 * step));
        s3.StoreUnsafe(ref w, (nuint)(3 * step));
        s4.StoreUnsafe(ref w, (nuint)(4 * step));
        s5.StoreUnsafe(ref w, (nuint)(5 * step));
        s6.StoreUnsafe(ref w, (nuint)(6 * step));
        s7.StoreUnsafe(ref w, (nuint)(7 * step));
    }

    /// <summary>x . y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumber<T>
    {
        Check(x.Length == y.Length);
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        Vector<T> vector = default;
        var j = 0;
        for (; j <= x.Length - Vector<T>.Count; j += Vector<T>.Count)
        {
            vector = MultiplyAdd(Load(ref a, j), Load(ref b, j), vector);
        }

        var sum = Vector.Sum(vector);
        for (; j < x.Length; j++)
        {
            sum += x[j] * y[j];
        }

        return sum;
    }

    /// <summary>y += factor x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled<T>(ReadOnlySpan<T> x, T factor, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        Check(x.Length == y.Length);
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        var vector = new Vector<T>(factor);
        var j = 0;
        for (; j <= x.Length - Vector<T>.Count; j += Vector<T>.Count)
        {
            MultiplyAdd(Load(ref a, j), vector, Load(ref b, j)).StoreUnsafe(ref b, (nuint)j);
        }

        for (; j < x.Length; j++)
        {
            y[j] += factor * x[j];
        }
    }

    /// <summary>x *= factor.</summary>
    public static void Scale<T>(Span<T> x, T factor)
        where T : unmanaged, INumber<T> => ScaleTo(x, factor, x);

    /// <summary>y = factor x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleTo<T>(ReadOnlySpan<T> x, T factor, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        Check(y.Length >= x.Length);
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        var vector = new Vector<T>(factor);
        var j = 0;
        for (; j <= x.Length - Vector<T>.Count; j += Vector<T>.Count)
        {
            (Load(ref a, j) * vector).StoreUnsafe(ref b, (nuint)j);
        }

        for (; j < x.Length; j++)
        {
            y[j] = factor * x[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(ref T start, int offset) => Vector.LoadUnsafe(ref start, (nuint)offset);

    /// <summary>a b + c, fused where the machine can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> MultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c) =>
        typeof(T) == typeof(float)
            ? Vector.MultiplyAddEstimate(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.MultiplyAddEstimate(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    private static void Check(bool fits)
    {
        if (!fits)
        {
            throw new ArgumentException("A span is shorter than the shape says.");
        }
    }
}
