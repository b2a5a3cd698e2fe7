using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An operator of libtorch's dispatcher, looked up by name at the first call. Kept in a static field and called from any thread.</summary>
/// <remarks>Arguments follow the operator's schema; trailing ones that have a default may be left out. Integers are accepted for
/// float parameters and for integer lists of one element. Errors are <see cref="ExternalException"/> with libtorch's message.</remarks>
internal sealed unsafe class Operator
{
    private const int ScratchBytes = 512;
    private readonly string _name;
    private readonly string _overload;
    private nint _handle;

    private Operator(string name, string overload)
    {
        _name = name;
        _overload = overload;
    }

    /// <summary>Name with overload, as in <c>aten::add.Tensor</c>.</summary>
    public string Name => _overload.Length == 0 ? _name : $"{_name}.{_overload}";

    /// <summary>Names an operator; nothing is loaded before the first call.</summary>
    /// <param name="name">Qualified name, such as <c>aten::add</c>.</param>
    /// <param name="overload">Overload name, such as <c>Tensor</c>; empty for the first one.</param>
    public static Operator Find(string name, string overload = "") => new(name, overload);

    /// <summary>Calls an operator that returns one tensor.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    [SkipLocalsInit]
    public Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return Take(result);
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    [SkipLocalsInit]
    public (Tensor First, Tensor Second) Call2(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (Take(results[0]), Take(results[1]));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    [SkipLocalsInit]
    public (Tensor First, Tensor Second, Tensor Third) Call3(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (Take(results[0]), Take(results[1]), Take(results[2]));
    }

    /// <summary>Calls an operator that returns four tensors.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    [SkipLocalsInit]
    public (Tensor First, Tensor Second, Tensor Third, Tensor Fourth) Call4(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[4];
        Invoke(arguments, results, 4);
        return (Take(results[0]), Take(results[1]), Take(results[2]), Take(results[3]));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    [SkipLocalsInit]
    public Tensor[] CallMany(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        if (result.Kind != ValueKind.TensorList) Throw.UnexpectedResult(Name, "a list of tensors", result.Kind.ToString());
        var handles = (nint*)result.Payload;
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = new Tensor(handles[i]);
        NativeMethods.dw_free(handles);
        return tensors;
    }

    /// <summary>Calls an operator whose result may be undefined.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    /// <returns>The tensor, or null if it is undefined.</returns>
    [SkipLocalsInit]
    public Tensor? CallOptional(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Kind == ValueKind.None || result.Payload == 0 ? null : Take(result);
    }

    /// <summary>Calls an operator that returns a truth value.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    [SkipLocalsInit]
    public bool CallBoolean(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        if (result.Kind != ValueKind.Boolean) Throw.UnexpectedResult(Name, "a truth value", result.Kind.ToString());
        return result.Payload != 0;
    }

    /// <summary>Calls an operator and releases what it returns, such as the alias that an in-place operator gives back.</summary>
    /// <param name="arguments">In the order of the schema.</param>
    [SkipLocalsInit]
    public void CallVoid(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        result.Kind = ValueKind.None;
        Invoke(arguments, &result, 1);
        if (result.Kind == ValueKind.Tensor) NativeMethods.dw_tensor_release((nint)result.Payload);
    }

    /// <summary>The operator's schema as libtorch prints it.</summary>
    public string Schema()
    {
        byte* text;
        NativeMethods.Check(NativeMethods.dw_operator_schema(Resolve(), &text));
        return NativeMethods.TakeText(text);
    }

    private nint Resolve()
    {
        // Two threads may look it up at once; both find the same operator.
        nint handle = _handle;
        if (handle != 0) return handle;
        NativeMethods.Check(NativeMethods.dw_operator_find(_name, _overload, &handle));
        return _handle = handle;
    }

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Value> arguments, NativeValue* results, int capacity)
    {
        var native = stackalloc NativeValue[arguments.Length];
        var scratch = stackalloc byte[ScratchBytes];
        var handle = _handle != 0 ? _handle : Resolve();
        var buffer = new ArgumentBuffer(arguments, scratch, ScratchBytes);
        int code, count;
        try
        {
            buffer.Write(native);
            code = NativeMethods.dw_operator_call(handle, native, arguments.Length, results, capacity, &count);
        }
        finally
        {
            buffer.Release();
        }

        NativeMethods.Check(code);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Tensor Take(in NativeValue result)
    {
        if (result.Kind != ValueKind.Tensor) Throw.UnexpectedResult(Name, "a tensor", result.Kind.ToString());
        return new Tensor((nint)result.Payload);
    }
}
