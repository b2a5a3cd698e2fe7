namespace Microsoft.ML.Data;

/// <summary>A type whose values share buffers or own something, so that an assignment is no copy. Vectors are such.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    /// <summary>Names the .NET type of a value.</summary>
    /// <param name="rawType">The .NET type.</param>
    protected StructuredDataViewType(Type rawType)
        : base(rawType)
    {
    }
}
