using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Base of optimisers: groups of parameters, each with options, and a state per parameter.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected readonly List<ParamGroup> _groups = [];
            private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

            /// <summary>The groups, as schedules see them.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _groups;

            /// <summary>The parameters of all groups.</summary>
            public virtual IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Items);

            /// <summary>Clears the gradients of all parameters.</summary>
            /// <param name="set_to_none">True (default) drops the gradient tensors; false fills them with zeros.</param>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var group in _groups)
                {
                    foreach (var parameter in group.Items)
                    {
                        if (set_to_none) parameter.grad = null;
                        else Clear(parameter);
                    }
                }
            }

            /// <summary>Changes the parameters once, in place; parameters without a gradient stay.</summary>
            /// <param name="closure">Computes the loss first and its gradients with it; null if that is done already.</param>
            /// <returns>The loss of the closure, or null.</returns>
            public virtual Tensor? step(Func<Tensor>? closure = null)
            {
                Tensor? loss = null;
                if (closure is not null)
                {
                    using var recorded = enable_grad();
                    loss = closure();
                }
                using var unused = no_grad();
                foreach (var group in _groups)
                {
                    var states = group.States;
                    for (var index = 0; index < states.Length; index++)
                    {
                        using var gradient = group.Items[index].grad;
                        if (gradient is not null) Update(group, group.Items[index], gradient, states[index]);
                    }
                }
                return loss;
            }

            /// <summary>Adds a group; options that it leaves open are those of the optimiser.</summary>
            /// <param name="param_group">The group.</param>
            /// <exception cref="ArgumentException">A parameter is in another group already.</exception>
            public virtual void add_param_group(ParamGroup param_group)
            {
                param_group.Complete(Defaults);
                param_group.States = new OptimizerState[param_group.Items.Count];
                for (var index = 0; index < param_group.States.Length; index++)
                {
                    var state = NewState();
                    if (!_states.TryAdd(param_group.Items[index], state)) throw new ArgumentException("A parameter appears twice in the groups of an optimiser.");
                    param_group.States[index] = state;
                }
                _groups.Add(param_group);
            }

            /// <summary>Options of the groups and states of the parameters, in order.</summary>
            public StateDictionary state_dict() => new(
                [.. _groups.Select(group => group.Options!)],
                [.. _groups.SelectMany(group => group.States)]);

            /// <summary>Copies options and states from an optimiser of the same kind and with the same groups.</summary>
            /// <param name="state_dict">Result of <see cref="state_dict"/> of the other optimiser.</param>
            /// <exception cref="ArgumentException">The numbers of groups or parameters differ.</exception>
            public virtual void load_state_dict(StateDictionary state_dict)
            {
                var own = this.state_dict();
                if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
                {
                    throw new ArgumentException(
                        $"The optimiser has {own.Options.Count} groups with {own.State.Count} parameters, " +
                        $"the state {state_dict.Options.Count} with {state_dict.State.Count}.", nameof(state_dict));
                }
                for (var index = 0; index < own.Options.Count; index++) own.Options[index].LoadStateDict(state_dict.Options[index]);
                for (var index = 0; index < own.State.Count; index++) own.State[index].LoadStateDict(state_dict.State[index]);
            }

            /// <summary>Releases the states of the parameters; the parameters themselves stay.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases the states of the parameters.</summary>
            /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var state in _states.Values) state.Dispose();
            }

            private protected abstract OptimizerOptions Defaults { get; }

            private protected abstract OptimizerState NewState();

            private protected abstract void Update(ParamGroup group, Parameter parameter, Tensor gradient, OptimizerState state);

            private static void Clear(Parameter parameter)
            {
                using var unused = no_grad();
                using var gradient = parameter.grad;
                gradient?.zero_();
            }

            /// <summary>Options of the groups and states of the parameters of an optimiser.</summary>
            public class StateDictionary
            {
                internal StateDictionary(List<OptimizerOptions> options, List<OptimizerState> state)
                {
                    Options = options;
                    State = state;
                }

                /// <summary>Options per group.</summary>
                public List<OptimizerOptions> Options { get; }

                /// <summary>States per parameter, group after group.</summary>
                public List<OptimizerState> State { get; }
            }
        }
    }
}
