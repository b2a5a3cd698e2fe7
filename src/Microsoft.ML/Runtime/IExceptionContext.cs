namespace Microsoft.ML.Runtime;

/// <summary>Sees exceptions before they are thrown.</summary>
public interface IExceptionContext
{
    /// <summary>Names the component in whose work an exception arose.</summary>
    string ContextDescription { get; }

    /// <summary>Marks an exception with this context and returns it, or another one to throw in its place.</summary>
    /// <typeparam name="TException">Type of the exception.</typeparam>
    /// <param name="ex">The exception.</param>
    TException Process<TException>(TException ex)
        where TException : Exception;
}
