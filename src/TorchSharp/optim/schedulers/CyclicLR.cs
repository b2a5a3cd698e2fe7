namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Rate that goes up and down in straight lines between two bounds (Smith 2017), counted in batches.</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double[] _baseRates;
                    private readonly double[] _maximumRates;
                    private readonly double[] _baseMomenta;
                    private readonly double[] _maximumMomenta;
                    private readonly int _up;
                    private readonly int _length;
                    private readonly Func<double, double> _scale;
                    private readonly bool _scalesByCycle;

                    internal CyclicLR(
                        Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up, int step_size_down,
                        Mode mode, double gamma, Func<double, double>? scale_fn, ScaleMode scale_mode, bool cycle_momentum,
                        IEnumerable<double>? base_momentum, IEnumerable<double>? max_momentum, int last_epoch)
                        : base(optimizer, last_epoch, cycle_momentum)
                    {
                        _baseRates = PerGroup(base_lr, nameof(base_lr));
                        _maximumRates = PerGroup(max_lr, nameof(max_lr));
                        _baseMomenta = PerGroup(base_momentum ?? Same(optimizer, 0.8), nameof(base_momentum));
                        _maximumMomenta = PerGroup(max_momentum ?? Same(optimizer, 0.9), nameof(max_momentum));
                        _up = step_size_up;
                        _length = step_size_up + (step_size_down < 0 ? step_size_up : step_size_down);
                        _scalesByCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        _scale = scale_fn ?? mode switch
                        {
                            Mode.Triangular2 => cycle => Math.Pow(2, 1 - cycle),
                            Mode.ExpRange => iteration => Math.Pow(gamma, iteration),
                            _ => _ => 1,
                        };
                        step();
                    }

                    /// <summary>How the height of the cycles changes.</summary>
                    public enum Mode
                    {
                        /// <summary>Not at all.</summary>
                        Triangular,

                        /// <summary>It halves from cycle to cycle.</summary>
                        Triangular2,

                        /// <summary>It is multiplied by gamma from batch to batch.</summary>
                        ExpRange,
                    }

                    /// <summary>What a scale function is given.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle, from 1.</summary>
                        Cycle,

                        /// <summary>The number of the batch, from 0.</summary>
                        Iterations,
                    }

                    private protected override double Rate(int group) =>
                        _baseRates[group] + (_maximumRates[group] - _baseRates[group]) * Height();

                    private protected override double Momentum(int group) =>
                        _maximumMomenta[group] - (_maximumMomenta[group] - _baseMomenta[group]) * Height();

                    private double Height()
                    {
                        var within = _epoch % _length;
                        var line = within <= _up ? (double)within / _up : (double)(_length - within) / (_length - _up);
                        return line * _scale(_scalesByCycle ? 1 + _epoch / _length : _epoch);
                    }
                }
            }
        }
    }
}
