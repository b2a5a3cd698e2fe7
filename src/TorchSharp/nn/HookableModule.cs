namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose <c>call</c> runs hooks before and after <c>forward</c>, in order of registration.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            // Arrays, replaced on every change: a hook may remove itself while it runs, and an empty table costs nothing.
            private protected (long Key, TPreHook Hook)[] _preHooks = [];
            private protected (long Key, TPostHook Hook)[] _postHooks = [];
            private protected (long Key, Action<Module> Hook)[] _preActions = [];
            private protected (long Key, Action<Module> Hook)[] _postActions = [];
            private long _nextKey;

            /// <summary>Creates a module without components.</summary>
            /// <param name="name">Name of the module, for messages.</param>
            protected HookableModule(string name) : base(name)
            {
            }

            /// <summary>Adds a hook that runs after <c>forward</c>; a value that it returns replaces the output, null leaves it.</summary>
            /// <param name="hook">Called with the module, its inputs and its output.</param>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                _postHooks = [.. _postHooks, (_nextKey, hook)];
                return new HookRemover(this, _nextKey++);
            }

            /// <summary>Adds a hook that runs before <c>forward</c>; inputs that it returns replace the inputs, null leaves them.</summary>
            /// <param name="hook">Called with the module and its inputs.</param>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                _preHooks = [.. _preHooks, (_nextKey, hook)];
                return new HookRemover(this, _nextKey++);
            }

            /// <summary>Adds a hook that runs after <c>forward</c> and sees only the module.</summary>
            /// <param name="hook">Called with the module.</param>
            public HookRemover register_forward_hook(Action<Module> hook)
            {
                _postActions = [.. _postActions, (_nextKey, hook)];
                return new HookRemover(this, _nextKey++);
            }

            /// <summary>Adds a hook that runs before <c>forward</c> and sees only the module.</summary>
            /// <param name="hook">Called with the module.</param>
            public HookRemover register_forward_pre_hook(Action<Module> hook)
            {
                _preActions = [.. _preActions, (_nextKey, hook)];
                return new HookRemover(this, _nextKey++);
            }

            private protected void RunBefore()
            {
                foreach (var (_, hook) in _preActions) hook(this);
            }

            private protected void RunAfter()
            {
                foreach (var (_, hook) in _postActions) hook(this);
            }

            private void Remove(long key)
            {
                _preHooks = Array.FindAll(_preHooks, entry => entry.Key != key);
                _postHooks = Array.FindAll(_postHooks, entry => entry.Key != key);
                _preActions = Array.FindAll(_preActions, entry => entry.Key != key);
                _postActions = Array.FindAll(_postActions, entry => entry.Key != key);
            }

            /// <summary>Removes one hook from its module.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly long _key;

                internal HookRemover(HookableModule<TPreHook, TPostHook> module, long key)
                {
                    _module = module;
                    _key = key;
                }

                /// <summary>Removes the hook; a second call does nothing.</summary>
                public void remove() => _module.Remove(_key);
            }
        }
    }
}
