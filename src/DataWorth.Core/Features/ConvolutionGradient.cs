using DataWorth.Projections;
using DataWorth.Runtime;

namespace DataWorth.Features;

/// <summary>Gradients of one group of a convolution in factored form: a_t is the patch under output pixel t, g_t the gradient of that
/// pixel's channels.</summary>
/// <remarks>
/// Patches [B, H' W', C kh kw] are k_h k_w times as large as the image, so they are cut (one unfold) only when they are asked for.
/// A projection that holds its matrix does not need them: P_i a_t for all t is the convolution of the image with the rows of P_i as kernels.
/// </remarks>
public sealed class ConvolutionGradient : KroneckerGradient
{
    private readonly string _name;
    private readonly Tensor _input;
    private readonly ConvolutionGeometry _geometry;
    private readonly bool _hasBias;
    private Tensor? _patches;

    /// <summary>Takes ownership of the tensors.</summary>
    /// <param name="name">Block name.</param>
    /// <param name="input">The group's input channels, [B, C, H, W].</param>
    /// <param name="outputGradients">g [B, H' W', O].</param>
    /// <param name="geometry">Kernel, stride, padding and dilation.</param>
    /// <param name="hasBias">Whether a 1 is appended to each patch, so that the gradient's last column is the bias's.</param>
    public ConvolutionGradient(string name, Tensor input, Tensor outputGradients, ConvolutionGeometry geometry, bool hasBias)
        : base(name, outputGradients, null)
    {
        _name = name;
        _input = input.DetachFromDisposeScope();
        _geometry = geometry;
        _hasBias = hasBias;
    }

    /// <summary>Patches, [B, H' W', C kh kw (+ 1)], columns in the order of the weight (channel, kernel row, kernel column). Made on first
    /// use.</summary>
    public override Tensor Activations => _patches ??= Unfold();

    /// <inheritdoc/>
    private protected override long Inputs => PatchSize + (_hasBias ? 1 : 0);

    private long PatchSize => _input.shape[1] * _geometry.Kernel.Height * _geometry.Kernel.Width;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _patches?.Dispose();
        _input.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    private protected override KroneckerGradient ProjectInput(Projection projection, Tensor outputGradients)
    {
        if (projection.IsIdentity)
        {
            return new ConvolutionGradient(_name, _input.alias(), outputGradients, _geometry, _hasBias);
        }

        if (projection.Matrix is not { } matrix)
        {
            return base.ProjectInput(projection, outputGradients);
        }

        var kernels = matrix.narrow(1, 0, PatchSize).reshape(-1, _input.shape[1], _geometry.Kernel.Height, _geometry.Kernel.Width);
        var constants = _hasBias ? matrix.select(1, PatchSize).contiguous() : null;
        if (_input.device_type == TorchSharp.DeviceType.CPU)
        {
            OneDnnCheck.Require();
        }

        var image = nn.functional.conv2d(
            _input,
            kernels,
            constants,
            Pair(_geometry.Stride),
            Pair(_geometry.Padding),
            Pair(_geometry.Dilation)
        ); // [B, k, H', W']
        return new KroneckerGradient(_name, image.flatten(2).transpose(1, 2), outputGradients, Positions);
    }

    private static long[] Pair((long Height, long Width) sizes) => [sizes.Height, sizes.Width];

    private Tensor Unfold()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        // [B, C kh kw, H' W']
        var columns = nn.functional.unfold(_input, _geometry.Kernel, _geometry.Dilation, _geometry.Padding, _geometry.Stride);
        if (_hasBias)
        {
            columns = cat([columns, ones([columns.shape[0], 1, columns.shape[2]], columns.dtype, columns.device)], 1);
        }

        return columns.transpose(1, 2).DetachFromDisposeScope();
    }
}
