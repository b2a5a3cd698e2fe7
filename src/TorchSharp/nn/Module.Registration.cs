using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private readonly OrderedDictionary<string, Module> _modules = [];
            private readonly OrderedDictionary<string, Parameter> _parameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffers = [];
            private bool _areComponentsRegistered;

            /// <summary>Adds a submodule under a name, which becomes part of its state-dict keys.</summary>
            /// <param name="name">Name without a dot, unique among the submodules.</param>
            /// <param name="submodule">The submodule; null removes the name.</param>
            /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module? submodule)
            {
                if (submodule is null)
                {
                    _modules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name)) throw new ArgumentException("A module name cannot be empty.", nameof(name));
                if (name.Contains('.')) throw new ArgumentException($"A module name cannot contain a dot, got '{name}'.", nameof(name));
                submodule.RegisterComponents();
                if (!_modules.TryAdd(name, submodule)) throw new InvalidOperationException($"Submodule '{name}' is already registered.");
            }

            /// <summary>Adds a submodule: another name of <see cref="register_module"/>.</summary>
            /// <param name="name">Name without a dot, unique among the submodules.</param>
            /// <param name="module">The submodule.</param>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Adds a parameter under a name.</summary>
            /// <param name="name">Name of the parameter in the state dictionary.</param>
            /// <param name="param">The parameter.</param>
            /// <exception cref="ArgumentNullException">The parameter is null.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (!_parameters.TryAdd(name, Keep(param))) throw new InvalidOperationException($"Parameter '{name}' is already registered.");
            }

            /// <summary>Adds a buffer: a tensor of the module's state that is not trained.</summary>
            /// <param name="name">Name of the buffer in the state dictionary.</param>
            /// <param name="tensor">The buffer.</param>
            /// <param name="persistent">True (default) to include the buffer in the state dictionary.</param>
            /// <exception cref="ArgumentNullException">The tensor is null.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!_buffers.TryAdd(name, (Keep(tensor), persistent)))
                {
                    throw new InvalidOperationException($"Buffer '{name}' is already registered.");
                }
            }

            /// <summary>Registers every field that holds a module, parameter or tensor under the field's name.</summary>
            /// <remarks><see cref="ComponentNameAttribute"/> overrides the name. Properties are not looked at. Call it last in the constructor.</remarks>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered) return;
                _areComponentsRegistered = true;
                foreach (var field in GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                {
                    var key = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    if (_modules.ContainsKey(key) || _parameters.ContainsKey(key) || _buffers.ContainsKey(key)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(key, module); break;
                        case Parameter parameter: register_parameter(key, parameter); break;
                        case Tensor tensor: register_buffer(key, tensor); break;
                    }
                }
            }

            /// <summary>Replaces or removes the parameter of a name.</summary>
            /// <param name="name">Name of the parameter.</param>
            /// <param name="value">The new parameter; null removes it.</param>
            protected void ConditionallyRegisterParameter(string name, Tensor? value)
            {
                if (value is null) _parameters.Remove(name);
                else _parameters[name] = Keep(value as Parameter ?? new Parameter(value));
            }

            /// <summary>Replaces or removes the buffer of a name.</summary>
            /// <param name="name">Name of the buffer.</param>
            /// <param name="value">The new buffer; null removes it.</param>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value)
            {
                if (value is null) _buffers.Remove(name);
                else _buffers[name] = (Keep(value), !_buffers.TryGetValue(name, out var known) || known.Persistent);
            }

            // A module outlives the dispose scope in which it was built.
            private static T Keep<T>(T tensor) where T : Tensor
            {
                tensor.DetachFromDisposeScope();
                return tensor;
            }
        }
    }
}
