using DataWorth.Runtime;
using TorchSharp.Modules;

namespace DataWorth.Tasks;

/// <summary>Puts a model into evaluation mode until it is disposed; then every module is in the mode in which it was.</summary>
/// <remarks>Dropout and batch statistics would make an example's gradient depend on chance and on its batch, and change the user's
/// buffers.</remarks>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(nn.Module Module, bool IsTraining)>? _modes;

    private readonly List<(Tensor Buffer, Tensor Value)> _kept = [];

    private EvaluationMode(nn.Module model)
    {
        nn.Module[] modules = [model, .. model.named_modules().Select(entry => entry.module)];

        // libtorch writes the running statistics of these in this mode, too, rounded otherwise.
        foreach (var module in modules.Where(module => module is InstanceNorm))
        {
            using var off = no_grad();
            _kept.AddRange(module.buffers(false).Select(buffer => (buffer, buffer.clone().DetachFromDisposeScope())));
        }

        if (!Array.Exists(modules, module => module.training))
        {
            return;
        }

        _modes = [.. modules.Select(module => (module, module.training))];
        model.eval();
    }

    /// <summary>Enters the mode, with convolutions that are right.</summary>
    public static EvaluationMode Of(AttributionTask task)
    {
        OneDnnCheck.Run(task);
        return new(task.Model);
    }

    /// <summary>Restores the modes, parents before children: a parent sets its children too.</summary>
    public void Dispose()
    {
        using var off = no_grad();
        foreach (var (buffer, value) in _kept)
        {
            buffer.copy_(value);
            value.Dispose();
        }

        foreach (var (module, isTraining) in _modes ?? [])
        {
            module.train(isTraining);
        }
    }
}
