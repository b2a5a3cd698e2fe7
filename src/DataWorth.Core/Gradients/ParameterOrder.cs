namespace DataWorth.Gradients;

/// <summary>The tracked parameters in the order of the model's named_parameters, and how values of them lie in a gradient's feature
/// vector.</summary>
public sealed class ParameterOrder
{
    private readonly TrackedModules _modules;
    private readonly Dictionary<string, int> _weights = [];
    private readonly Dictionary<string, int> _biases = [];

    /// <summary>Finds the parameters that the modules track.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modules">Its tracked modules.</param>
    public ParameterOrder(nn.Module model, TrackedModules modules)
    {
        _modules = modules;
        var byName = model.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        foreach (var twins in byName.GroupBy(entry => ParameterIdentity.Of(entry.Value)).Select(group => group.ToList()))
        {
            if (twins.Find(twin => !IsOneVariable(twins[0].Value, twin.Value)) is { Key: { } other })
            {
                CoreThrow.TwoVariables(twins[0].Key, other);
            }
        }

        Parameters = [.. modules.Parameters.Select(entry => (entry.Name, byName[entry.Name]))];
        for (var i = 0; i < Parameters.Count; i++)
        {
            (modules.Parameters[i].IsBias ? _biases : _weights).Add(modules.Parameters[i].Module, i);
        }
    }

    /// <summary>The tracked parameters and their names, as named_parameters lists them.</summary>
    public IReadOnlyList<(string Name, Tensor Parameter)> Parameters { get; }

    /// <summary>Number of values p.</summary>
    public long Size => Parameters.Sum(entry => entry.Parameter.NumberOfElements);

    /// <summary>Values of all parameters as a feature vector [D] of the modules' layout; differentiable.</summary>
    /// <param name="values">One tensor per entry of <see cref="Parameters"/>, in the parameter's shape.</param>
    public Tensor Arrange(IReadOnlyList<Tensor> values)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        foreach (var module in _modules.Layout.Blocks.Select(block => Module(block.Name)).Distinct())
        {
            var weight = _modules.Parameters[_weights[module]];
            var given = values[_weights[module]];
            var rows = (weight.IsTransposed ? given.t() : given).reshape(weight.Outputs, weight.Inputs);
            if (_biases.TryGetValue(module, out var bias))
            {
                rows = cat([rows, values[bias].reshape(-1, 1)], 1); // the gradient's last column is the bias's
            }

            parts.Add(rows.reshape(-1)); // groups of a convolution follow each other
        }

        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>For each feature, its position among the parameters' values laid one after the other, each row-major: an index [D],
    /// Int64.</summary>
    public Tensor Positions()
    {
        using var scope = NewDisposeScope();
        var (values, offset) = (new List<Tensor>(), 0L);
        foreach (var (_, parameter) in Parameters)
        {
            values.Add(arange(offset, offset + parameter.NumberOfElements, ScalarType.Int64, parameter.device).view(parameter.shape));
            offset += parameter.NumberOfElements;
        }

        return Arrange(values).MoveToOuterDisposeScope();
    }

    /// <summary>Splits the features into the groups within which a curvature is dense: an index [d] of features per group, Int64.</summary>
    public IReadOnlyList<(string Name, Tensor Columns)> Groups(CurvaturePartition partition)
    {
        using var scope = NewDisposeScope();
        if (partition == CurvaturePartition.Whole)
        {
            return [("all", arange(0, _modules.Layout.Size, ScalarType.Int64, Parameters[0].Parameter.device).MoveToOuterDisposeScope())];
        }

        if (partition == CurvaturePartition.Blocks)
        {
            return
            [
                .. _modules.Layout.Blocks.Select(
                    (block, i) =>
                        (
                            block.Name,
                            arange(
                                    _modules.Layout.Offset(i),
                                    _modules.Layout.Offset(i + 1),
                                    ScalarType.Int64,
                                    Parameters[0].Parameter.device
                                )
                                .MoveToOuterDisposeScope()
                        )
                ),
            ];
        }

        var labels = Arrange([
            .. Parameters.Select((entry, i) => full(entry.Parameter.shape, i, ScalarType.Int64, entry.Parameter.device)),
        ]);
        return [.. Parameters.Select((entry, i) => (entry.Name, labels.eq(i).nonzero().reshape(-1).MoveToOuterDisposeScope()))];
    }

    // Tensors are one variable for automatic differentiation where one has the gradient that was given to the other.
    private static bool IsOneVariable(Tensor first, Tensor second)
    {
        if (first.Handle == second.Handle)
        {
            return true;
        }

        using var scope = NewDisposeScope();
        var (kept, other) = (first.grad, second.grad);
        (first.grad, second.grad) = (zeros_like(first).detach(), null);
        var isOne = first.grad is null;
        (first.grad, second.grad) = isOne ? (kept, kept) : (kept, other);
        return isOne;
    }

    /// <summary>'conv' of the block 'conv[2]'.</summary>
    private string Module(string block) => _weights.ContainsKey(block) ? block : block[..block.LastIndexOf('[')];
}
