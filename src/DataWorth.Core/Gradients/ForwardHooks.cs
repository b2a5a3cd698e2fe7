namespace DataWorth.Gradients;

/// <summary>Hooks on modules for the time of one pass: whatever fails, none stays on the user's model.</summary>
internal sealed class ForwardHooks : IDisposable
{
    private readonly List<Action> _removers = [];

    /// <summary>Lets <paramref name="keep"/> see what goes into and comes out of each module, and replace what comes out.</summary>
    public ForwardHooks(IEnumerable<TrackedModule> modules, Func<TrackedModule, Tensor, Tensor, Tensor> keep)
    {
        foreach (var module in modules)
        {
            _removers.Add(module.Module.register_forward_hook((_, input, output) => keep(module, input, output)).remove);
        }
    }

    /// <summary>Removes the hooks.</summary>
    public void Dispose() => _removers.ForEach(remove => remove());
}
