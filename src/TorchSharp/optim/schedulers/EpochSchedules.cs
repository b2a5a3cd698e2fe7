namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The schedules themselves; the methods of <see cref="lr_scheduler"/> create them.</summary>
            public static partial class impl
            {
                /// <summary>Initial rate times a function of the epoch.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] _factors;

                    internal LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> factors, int last_epoch) : base(optimizer, last_epoch)
                    {
                        _factors = [.. factors];
                        if (_factors.Length != _groups.Length)
                        {
                            throw new ArgumentException($"The optimiser has {_groups.Length} groups, but there are {_factors.Length} functions.", nameof(factors));
                        }
                        step();
                    }

                    private protected override double Rate(int group) => _initialRates[group] * _factors[group](_epoch);
                }

                /// <summary>Multiplies the rate by gamma every so many epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int _size;
                    private readonly double _gamma;

                    internal StepLR(Optimizer optimizer, int step_size, double gamma, int last_epoch) : base(optimizer, last_epoch)
                    {
                        _size = step_size;
                        _gamma = gamma;
                        step();
                    }

                    private protected override double Rate(int group) => _initialRates[group] * Math.Pow(_gamma, _epoch / _size);
                }

                /// <summary>Multiplies the rate by gamma at given epochs.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly IList<int> _milestones;
                    private readonly double _gamma;

                    internal MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma, int last_epoch) : base(optimizer, last_epoch)
                    {
                        _milestones = milestones;
                        _gamma = gamma;
                        step();
                    }

                    private protected override double Rate(int group) =>
                        _initialRates[group] * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= _epoch));
                }

                /// <summary>Multiplies the rate by gamma every epoch.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    internal ExponentialLR(Optimizer optimizer, double gamma, int last_epoch) : base(optimizer, last_epoch)
                    {
                        _gamma = gamma;
                        step();
                    }

                    private protected override double Rate(int group) => _initialRates[group] * Math.Pow(_gamma, _epoch);
                }

                /// <summary>A factor that goes in a straight line from one value to another and stays there.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _length;

                    internal LinearLR(Optimizer optimizer, double start_factor, double end_factor, int total_iters, int last_epoch)
                        : base(optimizer, last_epoch)
                    {
                        _start = start_factor;
                        _end = end_factor;
                        _length = total_iters;
                        step();
                    }

                    private protected override double Rate(int group) =>
                        _initialRates[group] * (_start + (_end - _start) * Math.Min(_length, _epoch) / _length);
                }

                /// <summary>Half a cosine wave from the initial rate down to a smallest one.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _length;
                    private readonly double _minimum;

                    internal CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min, int last_epoch) : base(optimizer, last_epoch)
                    {
                        _length = T_max;
                        _minimum = eta_min;
                        step();
                    }

                    private protected override double Rate(int group) =>
                        _minimum + (_initialRates[group] - _minimum) * (1 + Math.Cos(Math.PI * _epoch / _length)) / 2;
                }
            }
        }
    }
}
