using System.Diagnostics.CodeAnalysis;
using DataWorth.Runtime;

namespace DataWorth.Models.Networks;

/// <summary>What can be wrong with a network that a user describes.</summary>
internal static class NetworkThrow
{
    [DoesNotReturn]
    internal static void NotAClassifier(string network, IEnumerable<long> shape, long classes) =>
        throw new ArgumentException(
            $"Network '{network}' gives [{string.Join(", ", shape.Skip(1))}] for a row of the data, expected [{classes}]: a number for each "
                + "class. Let it end in flatten and a linear layer of this size."
        );

    [DoesNotReturn]
    internal static void NeedsImages(string network, IEnumerable<long> itemShape) =>
        throw new ArgumentException(
            $"{network} needs images [channels, height, width], found rows of [{string.Join(", ", itemShape)}]; take mlp for a table."
        );

    [DoesNotReturn]
    internal static void TooManyWeights(string what, double numbers, double bytes, long free) =>
        throw new ArgumentException(
            FormattableString.Invariant(
                $"{what} has {numbers:n0} weights, {bytes / 1e9:n1} GB, but {free / 1e9:n1} GB of memory are free. "
            ) + "Make it smaller."
        );

    [DoesNotReturn]
    internal static void NotATokenOf(double found, long rows) =>
        throw new ArgumentException(
            FormattableString.Invariant($"The embedding gets {found}, expected whole numbers from 0 to {rows - 1}, the rows of its table. ")
                + "Give the feature columns of tokens only, as they are (option 'standardize': false), and a table with a row for each."
        );

    [DoesNotReturn]
    internal static void NetworkFails(string network, IEnumerable<long> itemShape, Exception inner) =>
        throw new ArgumentException(
            $"Network '{network}' cannot take a row of zeros [{string.Join(", ", itemShape)}]: {Fault(inner)}. Make it for the shape of "
                + "the data.",
            inner
        );

    [DoesNotReturn]
    internal static void NoLayers(string block) =>
        throw new ArgumentException(
            $"{(block.Length == 0 ? "The network" : $"The block of layer {block}")} has no layers, expected a list such as [{{kind: flatten}}, "
                + "{kind: linear}]."
        );

    [DoesNotReturn]
    internal static void BadLayerName(string name, string fault) =>
        throw new ArgumentException($"A layer cannot have the name '{name}': {fault}. Choose another one, or none for its number.");

    [DoesNotReturn]
    internal static void LayerNeedsOut(string layer) =>
        throw new ArgumentException($"{layer} needs 'out', what it gives: only the last layer takes it from the number of classes.");

    [DoesNotReturn]
    internal static void LayerDoesNotFit(string layer, IEnumerable<long> shape, string expected, string remedy) =>
        throw new ArgumentException($"{layer} gets [{string.Join(", ", shape)}], expected {expected}: {remedy}.");

    [DoesNotReturn]
    internal static void LayerFails(string layer, IEnumerable<long> shape, Exception inner) =>
        throw new ArgumentException($"{layer} cannot take [{string.Join(", ", shape)}]: {Fault(inner)}. Change its options.", inner);

    [DoesNotReturn]
    internal static void ResidualOfAnotherShape(IEnumerable<long> found) =>
        throw new InvalidOperationException(
            $"its block gives [{string.Join(", ", found)}], but must keep channels and size (such as kernel 3 with padding 1)"
        );

    [DoesNotReturn]
    internal static void NoAssemblyNamed(string option) =>
        throw new ArgumentException("No assembly is named. Set 'assembly' to the dll that your project makes.", option);

    [DoesNotReturn]
    internal static void NoAssembly(string path, string fault, Exception? inner = null) =>
        throw new ArgumentException(
            $"Assembly '{path}' cannot be loaded: {fault}. Build your project and name the dll that it makes.",
            inner
        );

    [DoesNotReturn]
    internal static void AnotherTorchSharp(string path, Version found, Version expected) =>
        throw new ArgumentException(
            $"Assembly '{path}' was built against TorchSharp {found.ToString(3)}, but this program has {expected.ToString(3)}. Reference "
                + $"TorchSharp {expected.ToString(3)} and build it again."
        );

    [DoesNotReturn]
    internal static void NoNetworkType(
        string path,
        string name,
        bool exists,
        string? nearest,
        IReadOnlyList<string> networks,
        string? fault
    ) =>
        throw new ArgumentException(
            (
                exists
                    ? $"Type '{name}' of assembly '{path}' is no class derived from nn.Module<Tensor, Tensor>."
                    : $"Assembly '{path}' has no network '{name}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}"
            )
                + (networks.Count == 0 ? " It has no network at all." : $" Its networks: {string.Join(", ", networks)}.")
                + (fault is null ? "" : $" Others cannot be loaded: {fault.TrimEnd('.')}; put what they need beside it.")
                + " Set 'type' to a class derived from nn.Module<Tensor, Tensor>."
        );

    [DoesNotReturn]
    internal static void NoConstructor(string type, IEnumerable<string> found, IEnumerable<string> arguments, string? nearest) =>
        throw new ArgumentException(
            $"No public constructor of '{type}' fits the arguments [{string.Join(", ", arguments)}]: found "
                + $"{string.Join(", ", found.DefaultIfEmpty("none"))}, expected one without parameters, one of (long[] itemShape, long "
                + $"classes), or a value in 'arguments' for every other parameter.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}"
        );

    [DoesNotReturn]
    internal static void BadArgument(string type, string parameter, string value, Exception inner) =>
        throw new ArgumentException(
            $"Argument '{value}' is no value for the parameter '{parameter}' of the constructor of '{type}'. Correct it in 'arguments'.",
            inner
        );

    [DoesNotReturn]
    internal static void ConstructorFails(string type, Exception inner) =>
        throw new ArgumentException(
            $"The constructor of '{type}' failed: {Fault(inner)}. "
                + (
                    inner is FileNotFoundException or TypeLoadException or MissingMemberException
                        ? "Put what it needs beside it, built against the same packages."
                        : "Give other arguments, or mend it."
                ),
            inner
        );

    // What libtorch says ends in a stack trace; what its allocator says is for nobody.
    private static string Fault(Exception exception) =>
        MemoryExhaustion.Is(exception) ? "it needs more memory than there is" : exception.Message.Split('\n')[0].TrimEnd('.', ' ', '\r');
}
