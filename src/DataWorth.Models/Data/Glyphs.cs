using DataWorth.Randomness;

namespace DataWorth.Models.Data;

/// <summary>Generated images for machines where no data set can be had: ten drawn signs of strokes, grey, 28x28, as hard as a small image
/// data set.</summary>
/// <remarks>Each image is its sign under a random affine map (turn, size, slant, shift), drawn with a pen of random width, ink and blur,
/// on a noisy
/// ground. Only additions, products, quotients and square roots of float64 are used, which IEEE 754 rounds exactly: the bytes are the same
/// everywhere.</remarks>
public static class Glyphs
{
    /// <summary>The name of the data set.</summary>
    public const string Name = "glyphs";

    private const int Size = 28;
    private const int SegmentsPerQuarter = 6;

    private static readonly double[][][] s_strokes =
    [
        [Arc(0, 0, 0.62, 0, 4)],
        [
            [-0.6, -0.6, 0.6, 0.6],
            [-0.6, 0.6, 0.6, -0.6],
        ],
        [
            [-0.55, -0.55, 0.55, -0.55, 0.55, 0.55, -0.55, 0.55, -0.55, -0.55],
        ],
        [
            [0, -0.65, 0.62, 0.5, -0.62, 0.5, 0, -0.65],
        ],
        [
            [-0.6, -0.6, 0.6, -0.6, -0.6, 0.6, 0.6, 0.6],
        ],
        [
            [0, 0.7, 0, -0.65],
            [-0.45, -0.15, 0, -0.65, 0.45, -0.15],
        ],
        [
            [-0.6, -0.6, 0.6, -0.6],
            [0, -0.6, 0, 0.7],
        ],
        [
            [0.1, -0.7, 0.1, 0.25],
            Arc(-0.25, 0.25, 0.35, 0, 2),
        ],
        [
            [0, -0.65, 0, 0.65],
            [-0.65, 0, 0.65, 0],
        ],
        [Arc(0, -0.32, 0.32, 1, 4), Arc(0, 0.32, 0.32, 3, 6)],
    ];

    /// <summary>The names of the classes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["Circle", "Cross", "Square", "Triangle", "Zigzag", "Arrow", "Tee", "Hook", "Plus", "Serpent"];

    /// <summary>Mean and standard deviation of v/255 over 6,000 generated images, rounded to three digits.</summary>
    public static PixelNormalization Normalization { get; } = new([0.109f], [0.231f]);

    /// <summary>Generates training images.</summary>
    /// <param name="count">Their number.</param>
    /// <param name="seed">The seed. Image i depends on the seed and i only. Default 0.</param>
    public static ImageDataset CreateTraining(int count, int seed = 0) => Create("train", 0, count, seed);

    /// <summary>Generates test images, which are independent of the training images.</summary>
    /// <param name="count">Their number.</param>
    /// <param name="seed">The seed. Default 0.</param>
    public static ImageDataset CreateTest(int count, int seed = 0) => Create("test", 1, count, seed);

    private static ImageDataset Create(string split, ulong splitNumber, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var pixels = new byte[checked(count * Size * Size)];
        var labels = new int[count];
        Parallel.For(
            0,
            count,
            row =>
            {
                SeededRandom random = new(seed, (splitNumber << 32) | (uint)row);
                labels[row] = random.NextInt32(ClassNames.Count);
                Draw(labels[row], random, pixels.AsSpan(row * Size * Size, Size * Size));
            }
        );
        DatasetProvenance provenance = new(
            "drawn by a program: no real data",
            "none needed",
            [$"seed {seed}, split {split}"],
            IsGenerated: true
        );
        return new ImageDataset(Name, split, new ImageShape(1, Size, Size), ClassNames, Normalization, provenance, pixels, labels);
    }

    private static void Draw(int label, SeededRandom random, Span<byte> image)
    {
        double[][] strokes = [.. s_strokes[label].Select(stroke => (double[])[.. stroke])];
        Place(strokes, random);
        var halfWidth = random.NextDouble(0.7, 1.6);
        var blur = random.NextDouble(0.8, 1.6);
        var ink = random.NextDouble(0.6, 1.0);
        var noise = random.NextDouble(0.02, 0.12);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var nearest = strokes.Min(stroke => Distance(stroke, x + 0.5, y + 0.5));
                var coverage = Math.Clamp(((halfWidth - nearest) / blur) + 0.5, 0, 1);
                var value = (ink * coverage) + (noise * (random.NextDouble() - 0.3));
                image[(y * Size) + x] = (byte)((255 * Math.Clamp(value, 0, 1)) + 0.5);
            }
        }
    }

    // The affine map of this image; its rotation is (1-t², 2t)/(1+t²), t the tangent of half the angle.
    private static void Place(double[][] strokes, SeededRandom random)
    {
        var tangent = random.NextDouble(-0.18, 0.18);
        var cosine = (1 - (tangent * tangent)) / (1 + (tangent * tangent));
        var sine = 2 * tangent / (1 + (tangent * tangent));
        double scaleX = random.NextDouble(9, 14),
            scaleY = random.NextDouble(9, 14),
            slant = random.NextDouble(-0.25, 0.25);
        double shiftX = (Size / 2.0) + random.NextDouble(-2.5, 2.5),
            shiftY = (Size / 2.0) + random.NextDouble(-2.5, 2.5);
        foreach (var stroke in strokes)
        {
            for (var point = 0; point < stroke.Length; point += 2)
            {
                // Every point moves a little by itself, as a hand's does.
                var y = scaleY * (stroke[point + 1] + random.NextDouble(-0.06, 0.06));
                var x = (scaleX * (stroke[point] + random.NextDouble(-0.06, 0.06))) + (slant * y);
                stroke[point] = (cosine * x) - (sine * y) + shiftX;
                stroke[point + 1] = (sine * x) + (cosine * y) + shiftY;
            }
        }
    }

    private static double Distance(double[] stroke, double x, double y)
    {
        var smallest = double.PositiveInfinity;
        for (var point = 0; point + 3 < stroke.Length; point += 2)
        {
            double fromX = stroke[point],
                fromY = stroke[point + 1];
            double alongX = stroke[point + 2] - fromX,
                alongY = stroke[point + 3] - fromY;
            var squared = (alongX * alongX) + (alongY * alongY);
            var part = squared == 0 ? 0 : Math.Clamp((((x - fromX) * alongX) + ((y - fromY) * alongY)) / squared, 0, 1);
            double offX = x - fromX - (part * alongX),
                offY = y - fromY - (part * alongY);
            smallest = Math.Min(smallest, (offX * offX) + (offY * offY));
        }

        return Math.Sqrt(smallest);
    }

    // A polygon for the arc over whole quarters of a circle, clockwise on the screen from the positive x axis.
    private static double[] Arc(double centerX, double centerY, double radius, int fromQuarter, int toQuarter)
    {
        List<double> points = [];
        for (var step = 0; step <= SegmentsPerQuarter * (toQuarter - fromQuarter); step++)
        {
            var quarter = fromQuarter + (step / SegmentsPerQuarter);
            var t = step % SegmentsPerQuarter / (double)SegmentsPerQuarter;
            double cosine = (1 - (t * t)) / (1 + (t * t)),
                sine = 2 * t / (1 + (t * t));
            (var x, var y) = (quarter % 4) switch
            {
                0 => (cosine, sine),
                1 => (-sine, cosine),
                2 => (-cosine, -sine),
                _ => (sine, -cosine),
            };
            points.Add(centerX + (radius * x));
            points.Add(centerY + (radius * y));
        }

        return [.. points];
    }
}
