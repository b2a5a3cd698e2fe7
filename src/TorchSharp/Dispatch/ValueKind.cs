namespace TorchSharp;

/// <summary>The kinds of values that an operator takes or returns; the numbers of <c>dw_tag</c> in abi.h.</summary>
internal enum ValueKind
{
    /// <summary>Nothing given.</summary>
    None = 0,

    /// <summary>A tensor, or the undefined tensor.</summary>
    Tensor = 1,

    /// <summary>A 64-bit integer; also scalar types, layouts and memory formats.</summary>
    Integer = 2,

    /// <summary>A double.</summary>
    Double = 3,

    /// <summary>A truth value.</summary>
    Boolean = 4,

    /// <summary>A device: type and index.</summary>
    Device = 5,

    /// <summary>A text.</summary>
    String = 6,

    /// <summary>A random number generator.</summary>
    Generator = 7,

    /// <summary>A list of integers.</summary>
    IntegerList = 8,

    /// <summary>A list of doubles.</summary>
    DoubleList = 9,

    /// <summary>A list of truth values.</summary>
    BooleanList = 10,

    /// <summary>A list of tensors, each of which may be undefined.</summary>
    TensorList = 11,
}
