namespace Microsoft.ML;

/// <summary>Makes a view of a source.</summary>
/// <typeparam name="TSource">Kind of source.</typeparam>
public interface IDataLoader<in TSource> : ICanSaveModel
{
    /// <summary>Returns a view of the source; lazy.</summary>
    /// <param name="input">The source.</param>
    IDataView Load(TSource input);

    /// <summary>The schema of the views.</summary>
    DataViewSchema GetOutputSchema();
}
