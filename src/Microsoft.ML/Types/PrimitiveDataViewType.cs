namespace Microsoft.ML.Data;

/// <summary>A type whose values are copied by assignment.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <summary>Names the .NET type of a value.</summary>
    /// <param name="rawType">The .NET type; it must not be disposable.</param>
    /// <exception cref="ArgumentException"><paramref name="rawType"/> is disposable.</exception>
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentException($"A {nameof(PrimitiveDataViewType)} cannot have a disposable {nameof(RawType)}, got {rawType.Name}.", nameof(rawType));
    }
}
