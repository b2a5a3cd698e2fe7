using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Table of vectors: indices [*] of type Int64 to rows [*, D].</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly Options _options;

    [ComponentName(Name = "weight")]
    private Parameter _weight;

    internal Embedding(long num_embeddings, long embedding_dims, Options options, Device? device, ScalarType? dtype)
        : this(InitialTable(num_embeddings, embedding_dims, options.PaddingIndex, dtype, device), options)
    {
    }

    internal Embedding(Parameter weight, Options options) : base(nameof(Embedding))
    {
        _weight = weight;
        _options = options;
        RegisterComponents();
    }

    /// <summary>Table, [V, D]. Initially standard normal, the padding row zero.</summary>
    public Parameter weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.Embed(
        input, _weight, _options.PaddingIndex, _options.MaximumNorm, _options.NormOrder, _options.ScaleGradient, _options.Sparse);

    private static Parameter InitialTable(long rows, long columns, long? paddingIndex, ScalarType? dtype, Device? device)
    {
        var table = empty([rows, columns], dtype, device);
        nn.init.normal_(table);
        if (paddingIndex is { } row)
        {
            using var padding = table.narrow(0, row, 1);
            padding.zero_();
        }
        return new Parameter(table);
    }

    internal readonly record struct Options(long? PaddingIndex, double? MaximumNorm, double NormOrder, bool ScaleGradient, bool Sparse);
}
