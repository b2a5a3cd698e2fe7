namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Base of modules with one input.</summary>
        /// <typeparam name="T">Type of the input.</typeparam>
        /// <typeparam name="TResult">Type of the output.</typeparam>
        public abstract class Module<T, TResult> : HookableModule<
            Func<Module<T, TResult>, T, T>,
            Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            /// <summary>Creates a module without components.</summary>
            /// <param name="name">Name of the module, for messages.</param>
            protected Module(string name) : base(name)
            {
            }

            /// <summary>Computes the output without running hooks.</summary>
            /// <param name="input">Input.</param>
            public abstract TResult forward(T input);

            /// <summary>Computes the output and runs the hooks around it.</summary>
            /// <param name="input">Input.</param>
            public TResult call(T input)
            {
                RunBefore();
                foreach (var (_, hook) in _preHooks)
                {
                    if (hook(this, input) is { } changed) input = changed;
                }
                var result = forward(input);
                foreach (var (_, hook) in _postHooks)
                {
                    if (hook(this, input, result) is { } changed) result = changed;
                }
                RunAfter();
                return result;
            }
        }
    }
}
