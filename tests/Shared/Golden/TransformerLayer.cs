using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>x + o(attention(ln1 x)), x + fc2(gelu(fc1(ln2 x))), causal attention with two heads.</summary>
internal sealed class TransformerLayer : nn.Module<Tensor, Tensor>
{
    private const int Heads = 2;

    private readonly LayerNorm ln1;
    private readonly Linear q;
    private readonly Linear k;
    private readonly Linear v;
    private readonly Linear o;
    private readonly LayerNorm ln2;
    private readonly Linear fc1;
    private readonly Linear fc2;

    public TransformerLayer(int width)
        : base(nameof(TransformerLayer))
    {
        (ln1, ln2) = (nn.LayerNorm(width), nn.LayerNorm(width));
        (q, k, v, o) = (nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width));
        (fc1, fc2) = (nn.Linear(width, 4 * width), nn.Linear(4 * width, width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var normal = ln1.call(input);
        var (batch, length, width) = (input.shape[0], input.shape[1], input.shape[2]);
        Tensor Split(Tensor values) => values.view(batch, length, Heads, width / Heads).transpose(1, 2); // [B, H, T, d/H]
        var mixed = nn.functional.scaled_dot_product_attention(
            Split(q.call(normal)),
            Split(k.call(normal)),
            Split(v.call(normal)),
            is_casual: true
        );
        var hidden = input + o.call(mixed.transpose(1, 2).reshape(batch, length, width));
        return (hidden + fc2.call(nn.functional.gelu(fc1.call(ln2.call(hidden))))).MoveToOuterDisposeScope();
    }
}
