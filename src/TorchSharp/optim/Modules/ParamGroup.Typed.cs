namespace TorchSharp.Modules;

/// <summary>Parameters that share options of one kind in an optimiser.</summary>
/// <typeparam name="TOptions">Kind of the options.</typeparam>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions, new()
{
    /// <summary>Creates a group.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The options; null takes those of the optimiser.</param>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        Options = options;
    }

    /// <summary>The options; null takes those of the optimiser.</summary>
    public new TOptions? Options
    {
        get => (TOptions?)base.Options;
        set => base.Options = value;
    }

    internal override void Complete(OptimizerOptions defaults)
    {
        Options ??= new TOptions();
        base.Complete(defaults);
    }
}
