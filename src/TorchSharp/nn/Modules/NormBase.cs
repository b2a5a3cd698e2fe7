using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of normalisations that keep running statistics per channel.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private protected Parameter? _weight;

    [ComponentName(Name = "bias")]
    private protected Parameter? _bias;

    [ComponentName(Name = "running_mean")]
    private protected Tensor? _runningMean;

    [ComponentName(Name = "running_var")]
    private protected Tensor? _runningVariance;

    [ComponentName(Name = "num_batches_tracked")]
    private protected Tensor? _batchCount;

    private protected NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            _weight = new Parameter(ones([num_features], dtype, device));
            _bias = new Parameter(zeros([num_features], dtype, device));
        }
        if (track_running_stats)
        {
            _runningMean = zeros([num_features], dtype, device);
            _runningVariance = ones([num_features], dtype, device);
            _batchCount = zeros([], ScalarType.Int64, device);
        }
        RegisterComponents();
    }

    /// <summary>Number of channels C.</summary>
    public long num_features { get; }

    /// <summary>Added to the variance. Default 1e-5.</summary>
    public double eps { get; set; }

    /// <summary>Weight of a new batch in the running statistics; null averages all batches alike. Default 0.1.</summary>
    public double? momentum { get; set; }

    /// <summary>True if the normalised values are scaled and shifted by trained parameters.</summary>
    public bool affine { get; }

    /// <summary>True if running statistics are kept for evaluation.</summary>
    public bool track_running_stats { get; }

    /// <summary>Scale, [C], or null. Initially 1.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    /// <summary>Shift, [C], or null. Initially 0.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }

    /// <summary>Running mean, [C], or null. Initially 0.</summary>
    public Tensor? running_mean
    {
        get => _runningMean;
        set => ConditionallyRegisterBuffer(nameof(running_mean), _runningMean = value);
    }

    /// <summary>Running unbiased variance, [C], or null. Initially 1.</summary>
    public Tensor? running_var
    {
        get => _runningVariance;
        set => ConditionallyRegisterBuffer(nameof(running_var), _runningVariance = value);
    }

    /// <summary>Number of training batches seen, a scalar of type Int64, or null.</summary>
    public Tensor? num_batches_tracked
    {
        get => _batchCount;
        set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), _batchCount = value);
    }

    /// <summary>Sets the running statistics to their initial values.</summary>
    public void reset_running_stats()
    {
        using var unused = no_grad();
        _runningMean?.zero_();
        _runningVariance?.fill_(1);
        _batchCount?.zero_();
    }
}
