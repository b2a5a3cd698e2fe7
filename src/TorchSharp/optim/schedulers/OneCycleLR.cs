namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One cycle (Smith and Topin 2018): up from max / div_factor to max and down to the start / final_div_factor, counted in batches.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly double[] _maximumRates;
                    private readonly double[] _baseMomenta;
                    private readonly double[] _maximumMomenta;
                    private readonly double _divisor;
                    private readonly double _finalDivisor;
                    private readonly int _steps;
                    private readonly double[] _ends;
                    private readonly AnnealStrategy _strategy;

                    internal OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps, int epochs, int steps_per_epoch, double pct_start,
                        AnnealStrategy anneal_strategy, bool cycle_momentum, IEnumerable<double>? base_momentum, IEnumerable<double>? max_momentum,
                        double div_factor, double final_div_factor, bool three_phase, int last_epoch)
                        : base(optimizer, last_epoch, cycle_momentum)
                    {
                        if (total_steps <= 0 && (epochs <= 0 || steps_per_epoch <= 0))
                        {
                            throw new ArgumentException("Give total_steps, or both epochs and steps_per_epoch, each greater than 0.", nameof(total_steps));
                        }
                        if (pct_start is < 0 or > 1) throw new ArgumentException($"pct_start must be within 0 to 1, got {pct_start}.", nameof(pct_start));
                        _steps = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        var top = pct_start * _steps - 1;
                        _ends = three_phase ? [top, 2 * top, _steps - 1] : [top, _steps - 1];
                        _strategy = anneal_strategy;
                        _divisor = div_factor;
                        _finalDivisor = final_div_factor;
                        _maximumRates = PerGroup(max_lr, nameof(max_lr));
                        _baseMomenta = PerGroup(base_momentum ?? Same(optimizer, 0.85), nameof(base_momentum));
                        _maximumMomenta = PerGroup(max_momentum ?? Same(optimizer, 0.95), nameof(max_momentum));
                        if (last_epoch == -1)
                        {
                            for (var index = 0; index < _groups.Length; index++)
                            {
                                _groups[index].InitialLearningRate = _initialRates[index] = _maximumRates[index] / div_factor;
                            }
                        }
                        step();
                    }

                    /// <summary>Shape of the way between two values.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine wave.</summary>
                        Cos,

                        /// <summary>A straight line.</summary>
                        Linear,
                    }

                    /// <inheritdoc/>
                    /// <exception cref="InvalidOperationException">The cycle is over.</exception>
                    public override void step(int? epoch)
                    {
                        if ((epoch ?? _epoch + 1) >= _steps)
                        {
                            throw new InvalidOperationException($"The cycle has {_steps} steps and is over. Set total_steps to the number of batches.");
                        }
                        base.step(epoch);
                    }

                    private protected override double Rate(int group)
                    {
                        var (maximum, start) = (_maximumRates[group], _maximumRates[group] / _divisor);
                        return Between([start, maximum, .. _ends.Length == 3 ? [start] : Array.Empty<double>(), start / _finalDivisor]);
                    }

                    private protected override double Momentum(int group)
                    {
                        var (maximum, low) = (_maximumMomenta[group], _baseMomenta[group]);
                        return Between([maximum, low, .. _ends.Length == 3 ? [maximum] : Array.Empty<double>(), maximum]);
                    }

                    // values[i] and values[i + 1] are the ends of phase i.
                    private double Between(double[] values)
                    {
                        var phase = 0;
                        while (phase < _ends.Length - 1 && _epoch > _ends[phase]) phase++;
                        var start = phase == 0 ? 0 : _ends[phase - 1];
                        var share = (_epoch - start) / (_ends[phase] - start);
                        var (from, to) = (values[phase], values[phase + 1]);
                        return _strategy == AnnealStrategy.Cos
                            ? to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share))
                            : from + (to - from) * share;
                    }
                }
            }
        }
    }
}
