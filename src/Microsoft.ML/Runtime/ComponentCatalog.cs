namespace Microsoft.ML.Runtime;

/// <summary>The components that a model file may name. This assembly reads no model files, so it is always empty.</summary>
public sealed class ComponentCatalog
{
    internal ComponentCatalog()
    {
    }
}
