namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What the forward pass of a function keeps for its backward pass; it lives as long as the graph.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private List<Tensor> _saved = [];

            internal AutogradContext()
            {
            }

            /// <summary>True if missing gradients are given to the backward pass as zeros; otherwise as null.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps tensors for the backward pass. The tensors must not be changed in place before it.</summary>
            /// <param name="tensors">Arguments, results or temporaries.</param>
            public void save_for_backward(List<Tensor> tensors)
            {
                _saved.ForEach(tensor => tensor?.Dispose());
                // Own objects, out of reach of the dispose scopes of the caller.
                _saved = tensors.ConvertAll(tensor => tensor is null ? null! : tensor.detach().DetachFromDisposeScope());
            }

            /// <summary>The tensors kept by the forward pass, without their history. They belong to the context: do not dispose them.</summary>
            public List<Tensor> get_saved_variables() => [.. _saved];

            /// <summary>Keeps a value that is no tensor.</summary>
            /// <param name="key">Its name.</param>
            /// <param name="value">The value.</param>
            public void save_data(string key, object value) => _data[key] = value;

            /// <summary>A value kept by the forward pass; null if there is none of that name.</summary>
            /// <param name="key">Its name.</param>
            public object? get_data(string key) => _data.GetValueOrDefault(key);

            /// <summary>Sets whether missing gradients are given to the backward pass as zeros.</summary>
            /// <param name="value">False gives null.</param>
            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            /// <summary>Releases the tensors; called when the graph is freed.</summary>
            public void Dispose()
            {
                GC.SuppressFinalize(this);
                _saved.ForEach(tensor => tensor?.Dispose());
                _saved = [];
                _data.Clear();
            }
        }
    }
}
