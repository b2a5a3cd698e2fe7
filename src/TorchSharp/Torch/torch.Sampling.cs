namespace TorchSharp;

public static partial class torch
{
    /// <summary>Ones with the probabilities in the tensor, zeros otherwise.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    /// <summary>Positions drawn with the weights in each row.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="num_samples">How many draws.</param>
    /// <param name="replacement">Draws with replacement.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    /// <summary>Poisson random numbers with the rates in the tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    public static Tensor poisson(Tensor input, Generator? generator = null) => input.poisson(generator);
}
