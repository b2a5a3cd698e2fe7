using System.Diagnostics.CodeAnalysis;

namespace DataWorth;

/// <summary>Exceptions about models and their modules.</summary>
internal static partial class CoreThrow
{
    [DoesNotReturn]
    public static void NoActivation(string module) =>
        throw new InvalidOperationException(
            $"Module '{module}' produced no activation. Hooks run only when the model uses call(...); this model used forward(...), or "
                + "did not use the module for this batch. One that is not used, or for some rows only, is left "
                + "out by its name (Exclude)."
        );

    [DoesNotReturn]
    public static void WrongKernels(Exception? inner) =>
        throw new NotSupportedException(
            "libtorch's convolutions and LSTMs give wrong numbers on this processor, and those that are right cannot be turned on: run this on "
                + "another machine, or on a GPU.",
            inner
        );

    [DoesNotReturn]
    public static void UnreadableModule(string name, ArgumentException inner) =>
        throw new ArgumentException($"Module '{name}': {inner.Message}", inner);
}
