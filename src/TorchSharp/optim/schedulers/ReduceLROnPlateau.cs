namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rate by a factor when a metric has not improved for a while.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _wantsSmaller;
                    private readonly bool _isRelative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly IList<double> _minimum;
                    private readonly double _epsilon;
                    private double _best;
                    private int _badEpochs;
                    private int _restingEpochs;

                    internal ReduceLROnPlateau(
                        Optimizer optimizer, string mode, double factor, int patience, double threshold, string threshold_mode, int cooldown,
                        IList<double>? min_lr, double eps) : base(optimizer, -1)
                    {
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode must be 'min' or 'max', got '{mode}'.", nameof(mode));
                        if (threshold_mode is not ("rel" or "abs"))
                        {
                            throw new ArgumentException($"threshold_mode must be 'rel' or 'abs', got '{threshold_mode}'.", nameof(threshold_mode));
                        }
                        if (factor >= 1) throw new ArgumentException($"factor must be less than 1, got {factor}.", nameof(factor));
                        _wantsSmaller = mode == "min";
                        _isRelative = threshold_mode == "rel";
                        _factor = factor;
                        _patience = patience;
                        _threshold = threshold;
                        _cooldown = cooldown;
                        _minimum = min_lr ?? new double[_groups.Length];
                        _epsilon = eps;
                        _best = _wantsSmaller ? double.PositiveInfinity : double.NegativeInfinity;
                        _epoch = 0;
                    }

                    /// <inheritdoc/>
                    /// <exception cref="InvalidOperationException">Always: this schedule needs a metric.</exception>
                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("ReduceLROnPlateau needs the metric: call step(current).");

                    /// <inheritdoc/>
                    public override void step(double current, int? epoch = null)
                    {
                        _epoch = epoch ?? _epoch + 1;
                        if (IsBetter(current))
                        {
                            _best = current;
                            _badEpochs = 0;
                        }
                        else
                        {
                            _badEpochs++;
                        }
                        if (_restingEpochs > 0)
                        {
                            _restingEpochs--;
                            _badEpochs = 0;
                        }
                        if (_badEpochs <= _patience) return;
                        for (var index = 0; index < _groups.Length; index++)
                        {
                            var rate = Math.Max(_groups[index].LearningRate * _factor, _minimum[index]);
                            if (_groups[index].LearningRate - rate > _epsilon) _groups[index].LearningRate = rate;
                        }
                        _restingEpochs = _cooldown;
                        _badEpochs = 0;
                    }

                    private bool IsBetter(double current)
                    {
                        if (double.IsInfinity(_best)) return !double.IsNaN(current);
                        var sign = _wantsSmaller ? -1 : 1;
                        var bound = _isRelative ? _best * (1 + sign * _threshold) : _best + sign * _threshold;
                        return _wantsSmaller ? current < bound : current > bound;
                    }
                }
            }
        }
    }
}
