namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Base of modules with three inputs.</summary>
        /// <typeparam name="T1">Type of the first input.</typeparam>
        /// <typeparam name="T2">Type of the second input.</typeparam>
        /// <typeparam name="T3">Type of the third input.</typeparam>
        /// <typeparam name="TResult">Type of the output.</typeparam>
        public abstract class Module<T1, T2, T3, TResult> : HookableModule<
            Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
            Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            /// <summary>Creates a module without components.</summary>
            /// <param name="name">Name of the module, for messages.</param>
            protected Module(string name) : base(name)
            {
            }

            /// <summary>Computes the output without running hooks.</summary>
            /// <param name="input1">First input.</param>
            /// <param name="input2">Second input.</param>
            /// <param name="input3">Third input.</param>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>Computes the output and runs the hooks around it.</summary>
            /// <param name="input1">First input.</param>
            /// <param name="input2">Second input.</param>
            /// <param name="input3">Third input.</param>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                RunBefore();
                foreach (var (_, hook) in _preHooks)
                {
                    if (hook(this, input1, input2, input3) is { } changed) (input1, input2, input3) = changed;
                }
                var result = forward(input1, input2, input3);
                foreach (var (_, hook) in _postHooks)
                {
                    if (hook(this, input1, input2, input3, result) is { } changed) result = changed;
                }
                RunAfter();
                return result;
            }
        }
    }
}
