namespace DataWorth.Features;

/// <summary>Where the patches of a two-dimensional convolution lie.</summary>
/// <param name="Kernel">Size of a patch.</param>
/// <param name="Stride">Distance between patches.</param>
/// <param name="Padding">Zeros on both sides of the image.</param>
/// <param name="Dilation">Distance between the elements of a patch.</param>
public readonly record struct ConvolutionGeometry(
    (long Height, long Width) Kernel,
    (long Height, long Width) Stride,
    (long Height, long Width) Padding,
    (long Height, long Width) Dilation
);
