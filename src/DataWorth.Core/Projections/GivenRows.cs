using DataWorth.Features;
using DataWorth.Gradients;

namespace DataWorth.Projections;

/// <summary>A projection matrix made elsewhere, [p, k], whose rows follow the model's parameters one after the other, each row-major as it
/// is stored:
/// [O, I], [O, C, kh, kw], [V, d], [d], or [I, O] for a transposed weight.</summary>
public sealed class GivenRows : IProjectionRows, IDisposable
{
    /// <summary>Name of the matrix where it is kept.</summary>
    internal const string Name = "projection";

    private readonly Tensor _matrix;
    private readonly Dictionary<string, (TrackedParameter Parameter, long Offset)> _weights = [];
    private readonly Dictionary<string, (TrackedParameter Parameter, long Offset)> _biases = [];

    /// <summary>Copies the matrix.</summary>
    /// <param name="matrix">P [p, k].</param>
    /// <param name="parameters">The parameters in the order of the rows: <see cref="TrackedModules.Parameters"/>.</param>
    /// <param name="type">Element type of the result.</param>
    /// <param name="device">Device of the result.</param>
    /// <exception cref="ArgumentException">The parameters do not add up to the rows.</exception>
    public GivenRows(Tensor matrix, IReadOnlyList<TrackedParameter> parameters, ScalarType type, Device device)
    {
        var total = parameters.Sum(parameter => parameter.Size);
        if (matrix.dim() != 2 || matrix.shape[0] != total)
        {
            CoreThrow.ProjectionShape("(all parameters)", "given", matrix.shape, total, matrix.shape[^1]);
        }

        using var scope = NewDisposeScope();
        _matrix = matrix.detach().to(type, copy: true).to(device).DetachFromDisposeScope();
        long offset = 0;
        foreach (var parameter in parameters)
        {
            (parameter.IsBias ? _biases : _weights).Add(parameter.Module, (parameter, offset));
            offset += parameter.Size;
        }
    }

    /// <summary>P [p, k].</summary>
    internal Tensor Matrix => _matrix;

    /// <inheritdoc/>
    public int Size => (int)_matrix.shape[1];

    /// <inheritdoc/>
    public Tensor Rows(BlockShape block, long firstOutput, long count)
    {
        using var scope = NewDisposeScope();
        var (module, group) = Split(block.Name);
        if (!_weights.TryGetValue(module, out var weight))
        {
            CoreThrow.MissingProjection(block.Name, _weights.Keys);
        }

        var first = (group * block.Outputs) + firstOutput;
        var (outputs, inputs) = (weight.Parameter.Outputs, weight.Parameter.Inputs);
        var rows = weight.Parameter.IsTransposed
            ? _matrix.narrow(0, weight.Offset, outputs * inputs).view(inputs, outputs, Size).narrow(1, first, count).transpose(0, 1)
            : _matrix.narrow(0, weight.Offset + (first * inputs), count * inputs).view(count, inputs, Size);
        if (_biases.TryGetValue(module, out var bias))
        {
            rows = cat([rows, _matrix.narrow(0, bias.Offset + first, count).unsqueeze(1)], 1); // the gradient's last column is the bias's
        }

        return rows.reshape(count * block.Inputs, Size).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the matrix.</summary>
    public void Dispose() => _matrix.Dispose();

    /// <summary>'conv[2]' to ('conv', 2).</summary>
    private (string Module, long Group) Split(string block)
    {
        var bracket = block.LastIndexOf('[');
        return _weights.ContainsKey(block) || bracket < 0 || !long.TryParse(block.AsSpan(bracket + 1).TrimEnd(']'), out var group)
            ? (block, 0)
            : (block[..bracket], group);
    }
}
