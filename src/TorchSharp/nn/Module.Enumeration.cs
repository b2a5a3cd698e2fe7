using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Direct submodules with their names, in order of registration.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _modules.Select(pair => (pair.Key, pair.Value));

            /// <summary>Direct submodules, in order of registration.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All descendants with their dotted names: the direct submodules first, then the descendants of each.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (prefix, child) in named_children())
                {
                    foreach (var (key, module) in child.named_modules()) yield return ($"{prefix}.{key}", module);
                }
            }

            /// <summary>All descendants: the direct submodules first, then the descendants of each.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>Parameters with their dotted names; a parameter shared by several modules appears once, under its first name.</summary>
            /// <param name="recurse">True (default) to include the parameters of all descendants.</param>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (key, parameter) in _parameters)
                {
                    if (seen.Add(parameter)) yield return (key, parameter);
                }
                if (!recurse) yield break;
                foreach (var (prefix, child) in named_children())
                {
                    foreach (var (key, parameter) in child.named_parameters())
                    {
                        if (seen.Add(parameter)) yield return ($"{prefix}.{key}", parameter);
                    }
                }
            }

            /// <summary>Parameters, each once.</summary>
            /// <param name="recurse">True (default) to include the parameters of all descendants.</param>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>Buffers with their dotted names, each once.</summary>
            /// <param name="recurse">True (default) to include the buffers of all descendants.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (key, entry) in _buffers)
                {
                    if (seen.Add(entry.Tensor)) yield return (key, entry.Tensor);
                }
                if (!recurse) yield break;
                foreach (var (prefix, child) in named_children())
                {
                    foreach (var (key, buffer) in child.named_buffers())
                    {
                        if (seen.Add(buffer)) yield return ($"{prefix}.{key}", buffer);
                    }
                }
            }

            /// <summary>Buffers, each once.</summary>
            /// <param name="recurse">True (default) to include the buffers of all descendants.</param>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true) => named_buffers(recurse).Select(entry => entry.buffer);

            /// <summary>The parameter of a dotted name, or null.</summary>
            /// <param name="target">Dotted name, as in the state dictionary.</param>
            public virtual Parameter? get_parameter(string target)
            {
                ArgumentNullException.ThrowIfNull(target);
                return Owner(target, out var last)?._parameters.GetValueOrDefault(last);
            }

            /// <summary>The buffer of a dotted name, or null.</summary>
            /// <param name="target">Dotted name, as in the state dictionary.</param>
            public virtual Tensor? get_buffer(string target)
            {
                ArgumentNullException.ThrowIfNull(target);
                return Owner(target, out var last)?._buffers.GetValueOrDefault(last).Tensor;
            }

            /// <summary>True if there is a parameter of a dotted name.</summary>
            /// <param name="target">Dotted name, as in the state dictionary.</param>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>True if there is a buffer of a dotted name.</summary>
            /// <param name="target">Dotted name, as in the state dictionary.</param>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            private Module? Owner(string target, out string last)
            {
                var parts = target.Split('.');
                last = parts[^1];
                Module? owner = this;
                foreach (var part in parts.AsSpan(0, parts.Length - 1)) owner = owner?._modules.GetValueOrDefault(part);
                return owner;
            }
        }
    }
}
