namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural-network modules and what belongs to them.</summary>
    public static partial class nn
    {
        /// <summary>Base of every neural-network module: a named tree of parameters, buffers and submodules.</summary>
        /// <remarks>
        /// Derived classes keep parameters and submodules in <b>fields</b> and call <see cref="RegisterComponents"/> last in the constructor.
        /// Submodules are to be run through <c>call</c>, which fires hooks; <c>forward</c> does not.
        /// </remarks>
        public partial class Module : IDisposable
        {
            /// <summary>Name given at construction, usually the type's name.</summary>
            protected string name;

            private bool _isTraining = true;
            private bool _isDisposed;

            /// <summary>Creates a module without components.</summary>
            /// <param name="name">Name of the module, for messages.</param>
            protected Module(string name) => this.name = name;

            /// <summary>True in training mode (the default): dropout drops and batch normalisation uses batch statistics.</summary>
            public virtual bool training => _isTraining;

            /// <summary>Sets training or evaluation mode for this module and all its descendants.</summary>
            /// <param name="on">True for training mode. Default true.</param>
            public virtual void train(bool on = true)
            {
                RegisterComponents();
                _isTraining = on;
                foreach (var (_, child) in named_children()) child.train(on);
            }

            /// <summary>Sets evaluation mode: the same as <c>train(false)</c>.</summary>
            public virtual void eval() => train(false);

            /// <summary>Clears the gradients of all parameters.</summary>
            /// <param name="set_to_none">True (default) drops the gradient tensors; false fills them with zeros.</param>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null) continue;
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using var unused = no_grad();
                        grad.zero_();
                    }
                }
            }

            /// <summary>Says whether autograd records operations on the parameters of this module and its descendants.</summary>
            /// <param name="requires_grad">True (default) to train the parameters, false to freeze them.</param>
            public virtual void requires_grad_(bool requires_grad = true)
            {
                foreach (var parameter in parameters()) parameter.requires_grad = requires_grad;
            }

            /// <summary>Applies an action to every descendant, children first, and then to this module.</summary>
            /// <param name="fn">The action, for instance an initialisation.</param>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Name of the module.</summary>
            public virtual string GetName() => name;

            /// <summary>Releases the parameters, buffers and submodules.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases the parameters, buffers and submodules.</summary>
            /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _isDisposed) return;
                _isDisposed = true;
                foreach (var (buffer, _) in _buffers.Values) buffer.Dispose();
                foreach (var parameter in _parameters.Values) parameter.Dispose();
                foreach (var child in _modules.Values) child.Dispose();
            }
        }
    }
}
