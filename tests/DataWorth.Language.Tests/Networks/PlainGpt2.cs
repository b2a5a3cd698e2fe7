using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Tests;

namespace DataWorth.Language.Tests.Networks;

/// <summary>GPT-2 as loops over doubles, one sequence, written from the definition.</summary>
internal static class PlainGpt2
{
    public static double[] Logits(Gpt2 network, int[] tokens) => Logits(network.Options, name => Reference.Values(network, name), tokens);

    /// <summary>With weights by name, each [I, O] as the checkpoints have them.</summary>
    public static double[] Logits(Gpt2Options options, Func<string, double[]> W, int[] tokens)
    {
        var width = (int)options.Width;
        var (wte, wpe) = (W("wte.weight"), W("wpe.weight"));
        double[][] x =
        [
            .. tokens.Select((token, t) => Enumerable.Range(0, width).Select(e => wte[token * width + e] + wpe[t * width + e]).ToArray()),
        ];
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var name = $"h.{layer}.";
            var qkv = Rows(x, row => Conv1D(Norm(row, name + "ln_1"), name + "attn.c_attn"));
            var mixed = Attention(qkv);
            x = [.. x.Zip(Rows(mixed, row => Conv1D(row, name + "attn.c_proj")), Sum)];
            x =
            [
                .. x.Zip(
                    Rows(x, row => Conv1D([.. Conv1D(Norm(row, name + "ln_2"), name + "mlp.c_fc").Select(Gelu)], name + "mlp.c_proj")),
                    Sum
                ),
            ];
        }
        var head = options.HasTiedHead ? wte : W("lm_head.weight");
        return
        [
            .. x.SelectMany(row => Reference.Affine(Norm(row, "ln_f"), (int)options.VocabularySize, (o, i) => head[o * width + i], null)),
        ];

        double[] Norm(double[] row, string name)
        {
            var (weight, bias, mean) = (W(name + ".weight"), W(name + ".bias"), row.Average());
            var deviation = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + options.NormEpsilon);
            return [.. row.Select((value, e) => (value - mean) / deviation * weight[e] + bias[e])];
        }

        double[] Conv1D(double[] row, string name)
        {
            var (weight, bias) = (W(name + ".weight"), W(name + ".bias"));
            return Reference.Affine(row, bias.Length, (o, i) => weight[i * bias.Length + o], bias);
        }

        double[][] Attention(double[][] qkv)
        {
            var size = width / (int)options.Heads;
            var result = qkv.Select(_ => new double[width]).ToArray();
            for (var head = 0; head < options.Heads; head++)
            {
                for (var t = 0; t < qkv.Length; t++)
                {
                    var start = head * size;
                    var weights = Enumerable
                        .Range(0, t + 1)
                        .Select(s =>
                            Math.Exp(Enumerable.Range(0, size).Sum(e => qkv[t][start + e] * qkv[s][width + start + e]) / Math.Sqrt(size))
                        )
                        .ToArray();
                    for (var e = 0; e < size; e++)
                    {
                        result[t][start + e] = weights.Select((weight, s) => weight * qkv[s][2 * width + start + e]).Sum() / weights.Sum();
                    }
                }
            }

            return result;
        }

        double Gelu(double value) =>
            options.Gelu == GeluKind.Tanh
                ? value / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + 0.044715 * Math.Pow(value, 3))))
                : value * NormalDistribution(value);
    }

    private static double[][] Rows(double[][] rows, Func<double[], double[]> map) => [.. rows.Select(map)];

    private static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a + b)];

    // Φ by its Taylor series around 0, which converges everywhere; 80 terms suffice for |x| < 5.
    private static double NormalDistribution(double x)
    {
        double term = x,
            sum = x;
        for (var k = 1; k < 80; k++)
        {
            term *= -x * x / (2 * k);
            sum += term / (2 * k + 1);
        }
        return 0.5 + sum / Math.Sqrt(2 * Math.PI);
    }
}
