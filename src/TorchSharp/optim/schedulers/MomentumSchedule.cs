namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Base of schedules that also move the momentum (of SGD) or the first averaging factor (of Adam).</summary>
            public abstract class MomentumSchedule : LRScheduler
            {
                private readonly bool _movesMomentum;

                private protected MomentumSchedule(Optimizer optimizer, bool movesMomentum, int last_epoch) : base(optimizer, last_epoch)
                {
                    _movesMomentum = movesMomentum;
                    if (movesMomentum && !_groups.All(group => group is IMomentum or IBetas))
                    {
                        throw new ArgumentException("cycle_momentum needs an optimiser with momentum or averaging factors.", nameof(optimizer));
                    }
                }

                /// <inheritdoc/>
                public override void step(int? epoch)
                {
                    base.step(epoch);
                    if (!_movesMomentum) return;
                    for (var index = 0; index < _groups.Length; index++)
                    {
                        if (_groups[index] is IMomentum withMomentum) withMomentum.Momentum = Momentum(index);
                        else if (_groups[index] is IBetas withBetas) withBetas.Betas = (Momentum(index), withBetas.Betas.Item2);
                    }
                }

                private protected abstract double Momentum(int group);

                private protected double[] PerGroup(IEnumerable<double> values, string name)
                {
                    double[] given = [.. values];
                    if (given.Length == _groups.Length) return given;
                    throw new ArgumentException($"The optimiser has {_groups.Length} groups, but {name} has {given.Length} values.", name);
                }

                private protected static IEnumerable<double> Same(Optimizer optimizer, double value) =>
                    Enumerable.Repeat(value, optimizer.ParamGroups.Count());
            }
        }
    }
}
