using DataWorth.Tasks;
using TorchSharp.Modules;

namespace DataWorth.Tests.Gradients;

/// <summary>A small causal language model in float64 with every kind of module, tied head, shared layer used twice, and token sequences of
/// several lengths.</summary>
internal sealed class TokenProblem : IDisposable
{
    // Repeated tokens inside an example, and examples of 6, 3, 5, 1 and 2 tokens.
    private static readonly long[][] s_examples =
    [
        [1, 4, 1, 1, 7, 4],
        [0, 0, 2],
        [8, 3, 8, 5, 6],
        [2],
        [5, 5],
    ];

    public TokenProblem(bool hasHeadBias = false, bool sharesPositions = true, long? leftOut = null)
    {
        Model = new Network(hasHeadBias, sharesPositions, leftOut);
        Model.to(ScalarType.Float64);
        ReferenceGradients.Fill(Model);
        Model.eval();
        Task = new LanguageModelingTask(Model);
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    public LanguageModelingTask Task { get; }

    public static int Count => s_examples.Length;

    /// <summary>Examples first..first+count-1, padded to the longest of them and further by <paramref name="morePadding"/>, with token
    /// 0.</summary>
    public static ExampleBatch Batch(int first, int count, int morePadding = 0)
    {
        var rows = s_examples[first..(first + count)];
        var length = rows.Max(row => row.Length) + morePadding;
        var ids = rows.SelectMany(row => row.Concat(Enumerable.Repeat(0L, length - row.Length))).ToArray();
        var mask = rows.SelectMany(row => Enumerable.Range(0, length).Select(t => t < row.Length ? 1.0 : 0)).ToArray();
        return new ExampleBatch(
            [.. Enumerable.Range(first, count).Select(i => $"text-{i}")],
            new Dictionary<string, Tensor>
            {
                ["Tokens"] = tensor(ids, [count, length]).DetachFromDisposeScope(),
                ["Tokens.Mask"] = tensor(mask, [count, length], dtype: ScalarType.Float64).DetachFromDisposeScope(),
            }
        );
    }

    public static ExampleBatch All() => Batch(0, Count);

    public void Dispose() => Model.Dispose();

    /// <summary>Token and position tables, a mixing step that looks back only, a linear layer used twice, normalisations, and a head with
    /// the token table.</summary>
    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly bool _sharesPositions;

        [TorchSharp.Utils.ComponentName(Name = "wte")]
        private readonly Embedding _tokens;

        [TorchSharp.Utils.ComponentName(Name = "wpe")]
        private readonly Embedding _positions = nn.Embedding(8, 4);

        [TorchSharp.Utils.ComponentName(Name = "norm")]
        private readonly LayerNorm _norm = nn.LayerNorm(4);

        [TorchSharp.Utils.ComponentName(Name = "twice")]
        private readonly Linear _twice = nn.Linear(4, 4);

        [TorchSharp.Utils.ComponentName(Name = "final")]
        private readonly LayerNorm _final = nn.LayerNorm(4);

        [TorchSharp.Utils.ComponentName(Name = "head")]
        private readonly Linear _head;

        public Network(bool hasHeadBias, bool sharesPositions, long? leftOut)
            : base(nameof(Network))
        {
            _tokens = nn.Embedding(9, 4, padding_idx: leftOut);
            _sharesPositions = sharesPositions;
            _head = nn.Linear(4, 9, hasHeadBias);
            _head.weight = _tokens.weight!;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var length = input.shape[1];
            var places = arange(0, length, 1, ScalarType.Int64);
            if (!_sharesPositions)
            {
                places = places.unsqueeze(0).expand(input.shape[0], length);
            }

            var hidden = _tokens.call(input) + _positions.call(places);
            hidden = hidden + _twice.call(_norm.call(hidden)).tanh();
            hidden = hidden.cumsum(1) / 3; // each position sees those before it
            hidden = hidden + _twice.call(hidden).tanh();
            return _head.call(_final.call(hidden)).MoveToOuterDisposeScope();
        }
    }
}
