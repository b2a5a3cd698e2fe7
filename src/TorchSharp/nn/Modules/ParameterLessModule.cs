using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of modules without parameters and buffers.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>
{
    /// <summary>Creates a module without components.</summary>
    /// <param name="name">Name of the module, for messages.</param>
    protected ParameterLessModule(string name) : base(name)
    {
    }
}
