namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning-rate schedules.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Base of schedules: sets the learning rate of every group, at construction and on every step.</summary>
            public abstract class LRScheduler
            {
                private protected readonly ILearningRateController[] _groups;
                private protected readonly double[] _initialRates;
                private protected int _epoch;
                private readonly bool _movesMomentum;

                private protected LRScheduler(Optimizer optimizer, int last_epoch, bool movesMomentum = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _groups = [.. optimizer.ParamGroups];
                    if (last_epoch == -1)
                    {
                        foreach (var group in _groups) group.InitialLearningRate = group.LearningRate;
                    }
                    _initialRates = [.. _groups.Select(group => group.InitialLearningRate)];
                    _epoch = last_epoch;
                    _movesMomentum = movesMomentum;
                    if (movesMomentum && !_groups.All(group => group is IMomentum or IBetas))
                    {
                        throw new ArgumentException("cycle_momentum needs an optimiser with momentum or averaging factors.", nameof(optimizer));
                    }
                }

                /// <summary>Goes on by one epoch, or by one batch where the schedule counts batches.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to an epoch.</summary>
                /// <param name="epoch">The epoch; null for the next one.</param>
                public virtual void step(int? epoch)
                {
                    _epoch = epoch ?? _epoch + 1;
                    for (var index = 0; index < _groups.Length; index++)
                    {
                        _groups[index].LearningRate = Rate(index);
                        if (_movesMomentum) Move(_groups[index], Momentum(index));
                    }
                }

                /// <summary>Goes on by one epoch and tells a metric, which most schedules ignore.</summary>
                /// <param name="current">Value of the metric.</param>
                /// <param name="epoch">The epoch; null for the next one.</param>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>Learning rates of the groups as last set.</summary>
                public IEnumerable<double> get_last_lr() => _groups.Select(group => group.LearningRate);

                private protected virtual double Rate(int group) => _groups[group].LearningRate;

                private protected virtual double Momentum(int group) => throw new InvalidOperationException("This schedule has no momentum.");

                private protected double[] PerGroup(IEnumerable<double> values, string name)
                {
                    double[] given = [.. values];
                    if (given.Length == _groups.Length) return given;
                    throw new ArgumentException($"The optimiser has {_groups.Length} groups, but {name} has {given.Length} values.", name);
                }

                // The momentum of SGD, or the first averaging factor of Adam.
                private static void Move(ILearningRateController group, double momentum)
                {
                    if (group is IMomentum withMomentum) withMomentum.Momentum = momentum;
                    else if (group is IBetas withBetas) withBetas.Betas = (momentum, withBetas.Betas.Item2);
                }
            }
        }
    }
}
