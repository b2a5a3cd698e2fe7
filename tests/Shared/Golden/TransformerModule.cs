using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>Tokens [B, 25] to logits [B, 25, 64]; the last token is only a target, so that the model sees 24 positions and the last logits
/// are 0.</summary>
internal sealed class TransformerModule : nn.Module<Tensor, Tensor>
{
    private const int Width = 32;
    private const int Vocabulary = 64;
    private const int Positions = 24;

    private readonly Embedding tok = nn.Embedding(Vocabulary, Width);
    private readonly Embedding pos = nn.Embedding(Positions, Width);
    private readonly ModuleList<TransformerLayer> blocks = new(new TransformerLayer(Width), new TransformerLayer(Width));
    private readonly LayerNorm lnf = nn.LayerNorm(Width);
    private readonly Linear head = nn.Linear(Width, Vocabulary, hasBias: false);

    public TransformerModule()
        : base(nameof(TransformerModule)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = tok.call(input.narrow(1, 0, Positions)) + pos.call(arange(0, Positions, ScalarType.Int64));
        foreach (var block in blocks)
        {
            hidden = block.call(hidden);
        }

        var logits = head.call(lnf.call(hidden)); // [B, 24, 64]
        return cat([logits, zeros_like(logits.narrow(1, 0, 1)).detach()], 1).MoveToOuterDisposeScope();
    }
}
