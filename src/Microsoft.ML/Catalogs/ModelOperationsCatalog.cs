namespace Microsoft.ML;

/// <summary>Saving of models. A model that can be saved here is one of the package's own; this assembly has none.</summary>
/// <remarks>
/// Every overload asks the model to save itself, so that a model of the user's own says why it cannot and what to do instead;
/// a model that says nothing is refused here, since no file would hold it.
/// </remarks>
public sealed class ModelOperationsCatalog
{
    internal ModelOperationsCatalog()
    {
    }

    /// <summary>Saves a model and the schema of its input.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">Schema of its input; may be null.</param>
    /// <param name="stream">Where to write to.</param>
    /// <exception cref="NotSupportedException">The model cannot be saved here.</exception>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        Throw.IfNull(stream, nameof(stream));
        Refuse(model);
    }

    /// <summary>Saves a model and the schema of its input.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">Schema of its input; may be null.</param>
    /// <param name="filePath">File to write to; not touched if the model cannot be saved.</param>
    /// <exception cref="NotSupportedException">The model cannot be saved here.</exception>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Throw.IfEmpty(filePath, nameof(filePath));
        Refuse(model);
    }

    /// <summary>Saves a model and the loader of its input.</summary>
    /// <typeparam name="TSource">Kind of source of the loader.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="loader">The loader.</param>
    /// <param name="stream">Where to write to.</param>
    /// <exception cref="NotSupportedException">The model cannot be saved here.</exception>
    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, Stream stream)
    {
        Throw.IfNull(loader, nameof(loader));
        Throw.IfNull(stream, nameof(stream));
        Refuse(model);
    }

    /// <summary>Saves a model and the loader of its input.</summary>
    /// <typeparam name="TSource">Kind of source of the loader.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="loader">The loader.</param>
    /// <param name="filePath">File to write to; not touched if the model cannot be saved.</param>
    /// <exception cref="NotSupportedException">The model cannot be saved here.</exception>
    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, string filePath)
    {
        Throw.IfNull(loader, nameof(loader));
        Throw.IfEmpty(filePath, nameof(filePath));
        Refuse(model);
    }

    private static void Refuse(ITransformer model)
    {
        Throw.IfNull(model, nameof(model));
        using var context = new ModelSaveContext();
        model.Save(context);
        Throw.NotSupported($"{model.GetType().Name} wrote nothing, and this assembly has no model files of its own. "
            + "Save the model through its own artifact store, or build with -p:UseMicrosoftMLPackage=true.");
    }
}
