using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataWorth.Randomness;

namespace DataWorth.Language.Runtime;

/// <summary>Lets DataWorth.Core set how OpenMP waits before a model of this library loads libtorch.</summary>
internal static class CoreFirst
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A model can be the first thing that a program makes.")]
    internal static void Run() => RuntimeHelpers.RunModuleConstructor(typeof(SeededRandom).Module.ModuleHandle);
}
