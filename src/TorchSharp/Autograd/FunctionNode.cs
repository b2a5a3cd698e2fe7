using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A node of the graph whose backward pass is .NET code. The native node holds it until the graph is freed.</summary>
internal sealed unsafe class FunctionNode
{
    private readonly string _name;
    private readonly autograd.AutogradContext _context;
    private readonly Func<List<Tensor>, List<Tensor>> _backward;
    private readonly (long[] Shape, ScalarType Type, Device Device)[] _outputs;

    private FunctionNode(string name, autograd.AutogradContext context, Func<List<Tensor>, List<Tensor>> backward, List<Tensor> outputs)
    {
        _name = name;
        _context = context;
        _backward = backward;
        _outputs = [.. outputs.Select(output => (output.shape, output.dtype, output.device))];
    }

    /// <summary>Records an operation: gives its outputs a history with a backward pass.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="inputs">Tensors that it read.</param>
    /// <param name="outputs">Tensors that it made; disposed here, unless they are inputs.</param>
    /// <param name="context">What it kept; disposed with the graph.</param>
    /// <param name="backward">Input gradients from output gradients.</param>
    /// <returns>The outputs with their history.</returns>
    public static List<Tensor> Attach(
        string name, Tensor[] inputs, List<Tensor> outputs, autograd.AutogradContext context, Func<List<Tensor>, List<Tensor>> backward)
    {
        var node = new FunctionNode(name, context, backward, outputs);
        var inputHandles = Array.ConvertAll(inputs, input => input.Handle);
        var outputHandles = outputs.Select(output => output.Handle).ToArray();
        var results = new nint[outputHandles.Length];
        var handle = GCHandle.ToIntPtr(GCHandle.Alloc(node));
        int code;
        fixed (nint* input = inputHandles, output = outputHandles, result = results)
        {
            code = NativeMethods.dw_autograd_function(
                input, inputHandles.Length, output, outputHandles.Length, &Backward, &Release, handle, result);
        }

        GC.KeepAlive(inputs);
        GC.KeepAlive(outputs);
        NativeMethods.Check(code);
        foreach (var output in outputs.Where(output => !inputs.Contains(output, ReferenceEqualityComparer.Instance))) output.Dispose();
        return [.. results.Select(result => new Tensor(result))];
    }

    [UnmanagedCallersOnly]
    private static void Release(nint context)
    {
        var handle = GCHandle.FromIntPtr(context);
        ((FunctionNode)handle.Target!)._context.Dispose();
        handle.Free();
    }

    [UnmanagedCallersOnly]
    private static int Backward(nint context, nint* given, int givenCount, nint* gradients, int gradientCount, byte* error, int errorCapacity)
    {
        // Nothing may leave this method: an exception would end the process. Its text travels through libtorch instead.
        try
        {
            ((FunctionNode)GCHandle.FromIntPtr(context).Target!).Run(new(given, givenCount), new(gradients, gradientCount));
            return 0;
        }
        catch (Exception exception)
        {
            var text = Encoding.UTF8.GetBytes($"{exception.GetType().Name}: {exception.Message}");
            var length = Math.Min(text.Length, errorCapacity - 1);
            text.AsSpan(0, length).CopyTo(new Span<byte>(error, length));
            error[length] = 0;
            return 1;
        }
    }

    private void Run(ReadOnlySpan<nint> given, Span<nint> gradients)
    {
        using var scope = NewDisposeScope();
        var incoming = new List<Tensor>(given.Length);
        for (var i = 0; i < given.Length; i++) incoming.Add(Incoming(given[i], i));
        var computed = _backward(incoming);
        if (computed.Count != gradients.Length)
            Throw.InvalidOperation($"The backward pass of '{_name}' gave {computed.Count} gradients, expected {gradients.Length}: one per tensor argument.");
        for (var i = 0; i < gradients.Length; i++)
        {
            if (computed[i] is { } gradient) gradients[i] = gradient.alias().MoveHandle();
        }
    }

    private Tensor Incoming(nint handle, int index)
    {
        if (handle != 0)
        {
            nint alias;
            NativeMethods.Check(NativeMethods.dw_tensor_alias(handle, &alias));
            return new Tensor(alias);
        }

        var (shape, type, device) = _outputs[index];
        return _context.MaterializeGrads ? zeros(shape, type, device) : null!;
    }
}
