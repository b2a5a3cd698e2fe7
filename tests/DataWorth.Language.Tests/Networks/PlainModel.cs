using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Networks;

/// <summary>All families in float64, one sequence, head by head, written from the formulas and sharing nothing with the networks. Weights
/// by name; gradients by autograd of these formulas.</summary>
internal sealed class PlainModel(LanguageModelOptions options, Dictionary<string, Tensor> weights)
{
    /// <summary>Logits of a sequence, [T, V].</summary>
    public Tensor Logits(long[] tokens) =>
        options switch
        {
            Gpt2Options gpt2 => Gpt2(gpt2, tokens),
            LlamaOptions llama => Llama(llama, tokens),
            GptNeoXOptions neoX => NeoX(neoX, tokens),
            _ => throw new NotSupportedException(),
        };

    /// <summary>-sum over t of log p(x_(t+1) | x_1..x_t).</summary>
    public Tensor Loss(long[] tokens)
    {
        var logits = Logits(tokens);
        var loss = zeros([], ScalarType.Float64);
        for (var t = 0; t + 1 < tokens.Length; t++)
        {
            loss += logits[t].exp().sum().log() - logits[t][tokens[t + 1]];
        }

        return loss;
    }

    private Tensor Gpt2(Gpt2Options shape, long[] tokens)
    {
        var x = stack([.. tokens.Select((token, t) => W("wte.weight")[token] + W("wpe.weight")[t])]); // [T, E]
        var size = (int)(shape.Width / shape.Heads);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var name = $"h.{layer}.";
            var qkv = Transposed(Standard(x, name + "ln_1", shape.NormEpsilon), name + "attn.c_attn"); // [T, 3 E]
            var heads = Enumerable
                .Range(0, (int)shape.Heads)
                .Select(h => Attention(Columns(qkv, 0, h), Columns(qkv, 1, h), Columns(qkv, 2, h)));
            x += Transposed(cat([.. heads], 1), name + "attn.c_proj");
            var inner = Gelu(Transposed(Standard(x, name + "ln_2", shape.NormEpsilon), name + "mlp.c_fc"), shape.Gelu);
            x += Transposed(inner, name + "mlp.c_proj");
        }

        return Standard(x, "ln_f", shape.NormEpsilon).matmul(W(shape.HasTiedHead ? "wte.weight" : "lm_head.weight").t());

        Tensor Columns(Tensor values, int part, int head) => values.narrow(1, (part * shape.Width) + (head * size), size);
    }

    private Tensor Llama(LlamaOptions shape, long[] tokens)
    {
        var x = stack([.. tokens.Select(token => W("embed_tokens.weight")[token])]);
        var size = (int)(shape.HeadWidth ?? shape.Width / shape.Heads);
        var group = (int)(shape.Heads / (shape.KeyValueHeads ?? shape.Heads));
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var name = $"layers.{layer}.";
            var normed = RootMeanSquare(x, name + "input_layernorm", shape.NormEpsilon);
            var (q, k, v) = (Project("q"), Project("k"), Project("v"));
            var heads = Enumerable
                .Range(0, (int)shape.Heads)
                .Select(h =>
                    Attention(
                        Turned(Head(q, h), size, shape.Theta, shape.Scaling),
                        Turned(Head(k, h / group), size, shape.Theta, shape.Scaling),
                        Head(v, h / group)
                    )
                );
            x += Affine(cat([.. heads], 1), name + "self_attn.o_proj");
            var second = RootMeanSquare(x, name + "post_attention_layernorm", shape.NormEpsilon);
            var gate = Affine(second, name + "mlp.gate_proj");
            x += Affine(gate / (1 + (-gate).exp()) * Affine(second, name + "mlp.up_proj"), name + "mlp.down_proj");

            Tensor Project(string part) => Affine(normed, $"{name}self_attn.{part}_proj");
        }

        return RootMeanSquare(x, "norm", shape.NormEpsilon).matmul(W(shape.HasTiedHead ? "embed_tokens.weight" : "lm_head.weight").t());

        Tensor Head(Tensor values, int head) => values.narrow(1, head * size, size);
    }

    private Tensor NeoX(GptNeoXOptions shape, long[] tokens)
    {
        var x = stack([.. tokens.Select(token => W("embed_in.weight")[token])]);
        var size = (int)(shape.Width / shape.Heads);
        var turned = (int)(size * shape.RotaryShare);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var name = $"layers.{layer}.";
            var qkv = Affine(Standard(x, name + "input_layernorm", shape.NormEpsilon), name + "attention.query_key_value");
            var heads = Enumerable
                .Range(0, (int)shape.Heads)
                .Select(h =>
                    Attention(
                        Turned(Part(qkv, h, 0), turned, shape.Theta, shape.Scaling),
                        Turned(Part(qkv, h, 1), turned, shape.Theta, shape.Scaling),
                        Part(qkv, h, 2)
                    )
                );
            var attention = Affine(cat([.. heads], 1), name + "attention.dense");
            var second = Standard(shape.IsParallel ? x : x + attention, name + "post_attention_layernorm", shape.NormEpsilon);
            var inner = Gelu(Affine(second, name + "mlp.dense_h_to_4h"), shape.Gelu);
            x = x + attention + Affine(inner, name + "mlp.dense_4h_to_h");
        }

        return Standard(x, "final_layer_norm", shape.NormEpsilon).matmul(W(shape.HasTiedHead ? "embed_in.weight" : "embed_out.weight").t());

        Tensor Part(Tensor values, int head, int part) => values.narrow(1, ((head * 3) + part) * size, size);
    }

    private Tensor W(string name) => weights[name];

    private Tensor Affine(Tensor x, string name)
    {
        var product = x.matmul(W(name + ".weight").t());
        return weights.TryGetValue(name + ".bias", out var bias) ? product + bias : product;
    }

    private Tensor Transposed(Tensor x, string name) => x.matmul(W(name + ".weight")) + W(name + ".bias");

    private Tensor Standard(Tensor x, string name, double epsilon)
    {
        var centred = x - x.mean([1], keepdim: true);
        return (centred / (centred.square().mean([1], keepdim: true) + epsilon).sqrt() * W(name + ".weight")) + W(name + ".bias");
    }

    private Tensor RootMeanSquare(Tensor x, string name, double epsilon) =>
        x / (x.square().mean([1], keepdim: true) + epsilon).sqrt() * W(name + ".weight");

    // Row by row: weights exp(q_t k_s / √D) over s <= t.
    private static Tensor Attention(Tensor q, Tensor k, Tensor v)
    {
        var rows = Enumerable
            .Range(0, (int)q.shape[0])
            .Select(t =>
            {
                var scores = (k.narrow(0, 0, t + 1).matmul(q[t]) / Math.Sqrt(q.shape[1])).exp();
                return (scores / scores.sum()).matmul(v.narrow(0, 0, t + 1));
            });
        return stack([.. rows]);
    }

    // A matrix for each position: cos on the diagonal, -sin and sin between feature i and feature i + R / 2.
    private static Tensor Turned(Tensor x, int features, double theta, RotaryScaling? scaling)
    {
        var size = (int)x.shape[1];
        var rows = Enumerable
            .Range(0, (int)x.shape[0])
            .Select(t =>
            {
                var matrix = new double[size, size];
                for (var i = 0; i < size; i++)
                {
                    matrix[i, i] = 1;
                }

                for (var i = 0; i < features / 2; i++)
                {
                    var angle = t * Frequency(Math.Pow(theta, -2.0 * i / features), scaling);
                    (matrix[i, i], matrix[i, i + (features / 2)]) = (Math.Cos(angle), -Math.Sin(angle));
                    (matrix[i + (features / 2), i], matrix[i + (features / 2), i + (features / 2)]) = (Math.Sin(angle), Math.Cos(angle));
                }

                return tensor(matrix).matmul(x[t]);
            });
        return stack([.. rows]);
    }

    // As Llama 3.1 was published, by wavelengths.
    private static double Frequency(double frequency, RotaryScaling? scaling)
    {
        if (scaling is null)
        {
            return frequency;
        }

        var wavelength = 2 * Math.PI / frequency;
        if (scaling.Kind == RotaryScalingKind.Linear || wavelength > scaling.OriginalPositions / scaling.LowFrequencyFactor)
        {
            return frequency / scaling.Factor;
        }

        if (wavelength < scaling.OriginalPositions / scaling.HighFrequencyFactor)
        {
            return frequency;
        }

        var smooth =
            ((scaling.OriginalPositions / wavelength) - scaling.LowFrequencyFactor)
            / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return ((1 - smooth) * frequency / scaling.Factor) + (smooth * frequency);
    }

    private static Tensor Gelu(Tensor x, GeluKind kind) =>
        kind == GeluKind.Tanh
            ? x / 2 * (1 + (Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x.pow(3)))).tanh())
            : x / 2 * (1 + (x / Math.Sqrt(2)).erf());
}
