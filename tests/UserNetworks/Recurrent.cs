using TorchSharp.Modules;
using static TorchSharp.torch;

namespace UserNetworks;

/// <summary>A network of which little can be tracked: a small convolution, a large LSTM, a small head; [B, C, L] to [B, classes].</summary>
public sealed class Recurrent : nn.Module<Tensor, Tensor>
{
    private readonly Conv1d _conv;
    private readonly LSTM _lstm = nn.LSTM(4, 24, batchFirst: true);
    private readonly Linear _head;

    public Recurrent(long[] itemShape, long classes)
        : base(nameof(Recurrent))
    {
        _conv = nn.Conv1d(itemShape[0], 4, 3, padding: 1);
        _head = nn.Linear(24, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var states = _lstm.call(_conv.call(input).transpose(1, 2)).Item1; // [B, L, 24]
        return _head.call(states.mean([1])).MoveToOuterDisposeScope();
    }
}
