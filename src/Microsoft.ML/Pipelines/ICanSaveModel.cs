namespace Microsoft.ML;

/// <summary>Something that can be written into a model file.</summary>
public interface ICanSaveModel
{
    /// <summary>Writes the object. A context can be used by the package's own components only: others throw <see cref="NotSupportedException"/>.</summary>
    /// <param name="ctx">Where to write to.</param>
    void Save(ModelSaveContext ctx);
}
