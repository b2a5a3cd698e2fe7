namespace Microsoft.ML;

/// <summary>Writes the value of one column of the current row into <paramref name="value"/>.</summary>
/// <remarks>Buffers inside <paramref name="value"/> are reused where they are large enough: a caller that keeps values keeps copies.</remarks>
/// <typeparam name="TValue">The raw type of the column.</typeparam>
/// <param name="value">The place to write to.</param>
public delegate void ValueGetter<TValue>(ref TValue value);
