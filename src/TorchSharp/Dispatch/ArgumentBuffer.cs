using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Arguments in native form, in memory given by the caller. Tensors are held against a concurrent dispose until <see cref="Release"/>.</summary>
internal unsafe ref struct ArgumentBuffer
{
    private readonly ReadOnlySpan<Value> _arguments;
    private byte* _scratch;
    private readonly byte* _owned;
    private int _held;

    /// <summary>Prepares room for lists and texts, on the C heap only if they do not fit into the scratch memory.</summary>
    /// <param name="arguments">What is passed to the operator.</param>
    /// <param name="scratch">Memory on the caller's stack, aligned to 8 bytes.</param>
    /// <param name="capacity">Its size in bytes.</param>
    public ArgumentBuffer(ReadOnlySpan<Value> arguments, byte* scratch, int capacity)
    {
        _arguments = arguments;
        _scratch = scratch;
        var needed = ScratchSize(arguments);
        if (needed > capacity) _scratch = _owned = (byte*)NativeMemory.Alloc((nuint)needed);
    }

    /// <summary>Writes the native form.</summary>
    /// <param name="native">Room for as many values as there are arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(NativeValue* native)
    {
        for (var i = 0; i < _arguments.Length; i++)
        {
            ref readonly var argument = ref _arguments[i];
            native[i].Kind = argument.Kind;
            native[i].Count = argument.Count;
            if (argument.Kind == ValueKind.Tensor)
            {
                native[i].Payload = Unsafe.As<Tensor>(argument.Reference)!.Hold();
                _held = i + 1;
            }
            else if (argument.Reference is null)
            {
                native[i].Payload = argument.Payload;
            }
            else
            {
                WriteReference(argument, ref native[i]);
                _held = i + 1;
            }
        }
    }

    /// <summary>Lets go of the tensors and of the memory. Called once, also after a failure in <see cref="Write"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Release()
    {
        for (var i = 0; i < _held; i++)
        {
            ref readonly var argument = ref _arguments[i];
            if (argument.Kind == ValueKind.Tensor) Unsafe.As<Tensor>(argument.Reference)!.Unhold();
            else if (argument.Reference is not null) ReleaseReference(argument);
        }

        if (_owned != null) NativeMemory.Free(_owned);
    }

    private static long ScratchSize(ReadOnlySpan<Value> arguments)
    {
        long size = 0;
        foreach (ref readonly var argument in arguments)
        {
            if (argument.Kind is ValueKind.Tensor || argument.Reference is null) continue;
            size += argument.Reference switch
            {
                string text => (Encoding.UTF8.GetMaxByteCount(text.Length) + 7) & ~7,
                Array array => 8L * array.Length,
                _ => 0,
            };
        }

        return size;
    }

    private void WriteReference(in Value argument, ref NativeValue native)
    {
        native.Payload = (long)_scratch;
        switch (argument.Reference)
        {
            case long[] list:
                list.CopyTo(new Span<long>(_scratch, list.Length));
                Advance(ref native, list.Length);
                break;
            case double[] list:
                list.CopyTo(new Span<double>(_scratch, list.Length));
                Advance(ref native, list.Length);
                break;
            case bool[] list:
                for (var i = 0; i < list.Length; i++) ((long*)_scratch)[i] = list[i] ? 1 : 0;
                Advance(ref native, list.Length);
                break;
            case Tensor?[] list:
                WriteTensors(list);
                Advance(ref native, list.Length);
                break;
            case string text:
                native.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(_scratch, Encoding.UTF8.GetMaxByteCount(text.Length)));
                _scratch += (native.Count + 7) & ~7;
                break;
            case Generator generator:
                native.Payload = generator.Hold();
                break;
        }
    }

    private readonly void WriteTensors(Tensor?[] list)
    {
        var handles = (nint*)_scratch;
        var written = 0;
        try
        {
            for (; written < list.Length; written++) handles[written] = list[written]?.Hold() ?? 0;
        }
        catch
        {
            // The list counts as held only when it is complete.
            for (var i = 0; i < written; i++) list[i]?.Unhold();
            throw;
        }
    }

    private void Advance(ref NativeValue native, int count)
    {
        native.Count = count;
        _scratch += 8L * count;
    }

    private static void ReleaseReference(in Value argument)
    {
        if (argument.Reference is Generator generator) generator.Unhold();
        if (argument.Reference is not Tensor?[] list) return;
        foreach (var tensor in list) tensor?.Unhold();
    }
}
