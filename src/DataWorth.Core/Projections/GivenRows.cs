using DataWorth.Features;

namespace DataWorth.Projections;

/// <summary>A projection matrix made elsewhere, [p, k], whose rows follow the model's parameters one after the other, each row-major: weight, then bias.</summary>
public sealed class GivenRows : IProjectionRows, IDisposable
{
    private readonly Tensor _matrix;
    private readonly IReadOnlyDictionary<string, long> _weightOffsets;
    private readonly IReadOnlyDictionary<string, long> _biasOffsets;

    /// <summary>Copies the matrix.</summary>
    /// <param name="matrix">P [p, k].</param>
    /// <param name="parameters">Name and number of elements of each parameter in the order of the rows; 'fc1.weight', 'fc1.bias', ...</param>
    /// <param name="type">Element type of the result.</param>
    /// <param name="device">Device of the result.</param>
    /// <exception cref="ArgumentException">The parameters do not add up to the rows.</exception>
    public GivenRows(Tensor matrix, IReadOnlyList<(string Name, long Size)> parameters, ScalarType type, Device device)
    {
        var total = parameters.Sum(parameter => parameter.Size);
        if (matrix.dim() != 2 || matrix.shape[0] != total)
            Throw.ProjectionShape("(all parameters)", "given", matrix.shape, total, matrix.shape[^1]);
        using var scope = NewDisposeScope();
        _matrix = matrix.detach().to(type, copy: true).to(device).DetachFromDisposeScope();
        var (weights, biases) = (new Dictionary<string, long>(), new Dictionary<string, long>());
        long offset = 0;
        foreach (var (name, size) in parameters)
        {
            var dot = name.LastIndexOf('.');
            (name.EndsWith(".bias", StringComparison.Ordinal) ? biases : weights)[dot < 0 ? name : name[..dot]] = offset;
            offset += size;
        }

        (_weightOffsets, _biasOffsets) = (weights, biases);
    }

    /// <inheritdoc/>
    public int Size => (int)_matrix.shape[1];

    /// <inheritdoc/>
    public Tensor Rows(BlockShape block, long firstOutput, long count)
    {
        using var scope = NewDisposeScope();
        if (!_weightOffsets.TryGetValue(block.Name, out var weight))
            Throw.MissingProjection(block.Name, _weightOffsets.Keys);
        var hasBias = _biasOffsets.TryGetValue(block.Name, out var bias);
        var inputs = block.Inputs - (hasBias ? 1 : 0);
        var rows = _matrix.narrow(0, weight + (firstOutput * inputs), count * inputs).view(count, inputs, Size);
        if (hasBias)
            rows = cat([rows, _matrix.narrow(0, bias + firstOutput, count).unsqueeze(1)], 1); // the gradient's last column is the bias's
        return rows.reshape(count * block.Inputs, Size).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the matrix.</summary>
    public void Dispose() => _matrix.Dispose();
}
