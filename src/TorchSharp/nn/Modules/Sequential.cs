using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Runs modules one after another, each through <c>call</c>.</summary>
/// <remarks>Values between two modules are disposed as soon as they are used: a hook that keeps one takes an <c>alias()</c>.</remarks>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.Module<Tensor, Tensor>> _sequence = [];

    internal Sequential(IEnumerable<(string Name, nn.Module<Tensor, Tensor> Module)> modules) : base(nameof(Sequential))
    {
        foreach (var (key, module) in modules) Add(key, module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => _sequence.Count;

    /// <summary>The module at an index.</summary>
    /// <param name="index">Index from 0.</param>
    public nn.Module<Tensor, Tensor> this[int index] => _sequence[index];

    /// <summary>Adds a module named by its index.</summary>
    /// <param name="module">The module.</param>
    public Sequential append(nn.Module<Tensor, Tensor> module) => Add(Invariant(_sequence.Count), module);

    /// <summary>Adds a named module.</summary>
    /// <param name="name">Name of the module, part of its state-dict keys.</param>
    /// <param name="module">The module.</param>
    public Sequential append(string name, nn.Module<Tensor, Tensor> module) => Add(name, module);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (_sequence.Count == 0) return input.alias();
        var value = input;
        foreach (var module in _sequence)
        {
            var next = module.call(value);
            if (!ReferenceEquals(value, input) && !ReferenceEquals(value, next)) value.Dispose();
            value = next;
        }
        return value;
    }

    private Sequential Add(string key, nn.Module<Tensor, Tensor> module)
    {
        register_module(key, module);
        _sequence.Add(module);
        return this;
    }

    internal static string Invariant(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
