"""Makes statistics.json: rank correlations and bootstrap intervals by SciPy. Run: python3 statistics.py > statistics.json"""
import json
import numpy
import scipy
from scipy import stats

random = numpy.random.default_rng(7)
cases = []
for size, decimals in [(5, None), (20, None), (100, None), (30, 1), (50, 0), (100, 0)]:
    left = random.standard_normal(size)
    right = 0.6 * left + random.standard_normal(size)
    if decimals is not None:
        left, right = numpy.round(left, decimals), numpy.round(right, decimals)
    cases.append({
        "left": left.tolist(), "right": right.tolist(), "leftRanks": stats.rankdata(left).tolist(),
        "correlation": float(stats.spearmanr(left, right).correlation)})

values = random.gamma(2.0, 1.0, 60)
interval = stats.bootstrap((values,), numpy.mean, n_resamples=100_000, method="percentile", confidence_level=0.95, random_state=1).confidence_interval
quantiles = [[p, float(numpy.quantile(values, p))] for p in (0, 0.025, 0.31, 0.5, 0.975, 1)]

# A resample: Spearman's correlation of the repeated pairs.
counts = random.multinomial(40, numpy.ones(40) / 40)
x = numpy.round(random.standard_normal(40), 1)
y = numpy.round(x + random.standard_normal(40), 1)
resampled = float(stats.spearmanr(numpy.repeat(x, counts), numpy.repeat(y, counts)).correlation)

print(json.dumps({
    "scipy": scipy.__version__, "numpy": numpy.__version__, "spearman": cases,
    "bootstrap": {"values": values.tolist(), "low": float(interval.low), "high": float(interval.high), "quantiles": quantiles},
    "resample": {"left": x.tolist(), "right": y.tolist(), "counts": counts.tolist(), "correlation": resampled}}))
