namespace DataWorth.Stages;

/// <summary>The user's weights while checkpoints are loaded into the model: put back when it is disposed.</summary>
internal sealed class KeptWeights : IDisposable
{
    private readonly nn.Module _model;
    private readonly Dictionary<string, Tensor> _state = [];

    /// <summary>Keeps a copy of the model's parameters and buffers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isNeeded">False to keep nothing: no checkpoint will be loaded.</param>
    public KeptWeights(nn.Module model, bool isNeeded)
    {
        _model = model;
        if (!isNeeded)
        {
            return;
        }

        using var off = no_grad();
        foreach (var (name, tensor) in model.state_dict())
        {
            _state.Add(name, tensor.detach().clone().DetachFromDisposeScope());
        }
    }

    public void Dispose()
    {
        if (_state.Count == 0)
        {
            return;
        }

        using var off = no_grad();
        foreach (var (name, tensor) in _model.state_dict())
        {
            using var kept = _state[name];
            tensor.copy_(kept);
        }
    }
}
