using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Runs named modules one after another.</summary>
        /// <param name="modules">Names and modules.</param>
        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
            new(modules);

        /// <summary>Runs named modules one after another.</summary>
        /// <param name="modules">Names and modules.</param>
        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
            new(modules);

        /// <summary>Runs modules one after another; their names are their indices.</summary>
        /// <param name="modules">The modules.</param>
        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
            new(modules.Select((module, index) => (Modules.Sequential.Invariant(index), module)));

        /// <summary>Runs modules one after another; their names are their indices.</summary>
        /// <param name="modules">The modules.</param>
        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
            new(modules.Select((module, index) => (Modules.Sequential.Invariant(index), module)));

        /// <summary>A list of registered modules.</summary>
        /// <param name="modules">The modules.</param>
        public static ModuleList<Module> ModuleList(params Module[] modules) =>
            new(modules);

        /// <summary>A list of registered modules.</summary>
        /// <param name="modules">The modules.</param>
        public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module =>
            new(modules);
    }
}
