namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Base of modules with two inputs.</summary>
        /// <typeparam name="T1">Type of the first input.</typeparam>
        /// <typeparam name="T2">Type of the second input.</typeparam>
        /// <typeparam name="TResult">Type of the output.</typeparam>
        public abstract class Module<T1, T2, TResult> : HookableModule<
            Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
            Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            /// <summary>Creates a module without components.</summary>
            /// <param name="name">Name of the module, for messages.</param>
            protected Module(string name) : base(name)
            {
            }

            /// <summary>Computes the output without running hooks.</summary>
            /// <param name="input1">First input.</param>
            /// <param name="input2">Second input.</param>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Computes the output and runs the hooks around it.</summary>
            /// <param name="input1">First input.</param>
            /// <param name="input2">Second input.</param>
            public TResult call(T1 input1, T2 input2)
            {
                RunBefore();
                foreach (var (_, hook) in _preHooks)
                {
                    if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                }
                var result = forward(input1, input2);
                foreach (var (_, hook) in _postHooks)
                {
                    if (hook(this, input1, input2, result) is { } changed) result = changed;
                }
                RunAfter();
                return result;
            }
        }
    }
}
