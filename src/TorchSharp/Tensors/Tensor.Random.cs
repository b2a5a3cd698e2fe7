namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_uniformInPlace = Operator.Find("aten::uniform_");
        private static readonly Operator s_normalInPlace = Operator.Find("aten::normal_");
        private static readonly Operator s_randomInPlaceFrom = Operator.Find("aten::random_", "from");
        private static readonly Operator s_exponentialInPlace = Operator.Find("aten::exponential_");
        private static readonly Operator s_bernoulliInPlaceFloat = Operator.Find("aten::bernoulli_", "float");
        private static readonly Operator s_bernoulliInPlaceTensor = Operator.Find("aten::bernoulli_", "Tensor");
        private static readonly Operator s_bernoulli = Operator.Find("aten::bernoulli");
        private static readonly Operator s_multinomial = Operator.Find("aten::multinomial");
        private static readonly Operator s_poisson = Operator.Find("aten::poisson");

        /// <summary>Fills with uniform random numbers in [from, to).</summary>
        /// <param name="from">Lower bound.</param>
        /// <param name="to">Upper bound, excluded.</param>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            InPlace(s_uniformInPlace, from, to, generator);

        /// <summary>Fills with normal random numbers.</summary>
        /// <param name="mean">Mean.</param>
        /// <param name="std">Standard deviation.</param>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            InPlace(s_normalInPlace, mean, std, generator);

        /// <summary>Fills with uniform random integers in [from, to).</summary>
        /// <param name="from">Lower bound.</param>
        /// <param name="to">Upper bound, excluded.</param>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            InPlace(s_randomInPlaceFrom, (long)from, (long)to, generator);

        /// <summary>Fills with exponential random numbers.</summary>
        /// <param name="lambda">Rate: the inverse of the mean.</param>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) =>
            InPlace(s_exponentialInPlace, lambda, generator);

        /// <summary>Fills with ones of probability p, zeros otherwise.</summary>
        /// <param name="p">Probability of a one.</param>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => InPlace(s_bernoulliInPlaceFloat, p, generator);

        /// <summary>Fills with ones of given probabilities, zeros otherwise.</summary>
        /// <param name="p">Probability of a one, for each element.</param>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => InPlace(s_bernoulliInPlaceTensor, p, generator);

        /// <summary>Ones with the probabilities in this tensor, zeros otherwise.</summary>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        public Tensor bernoulli(Generator? generator = null) => s_bernoulli.Call(this, generator);

        /// <summary>Positions drawn with the weights in each row.</summary>
        /// <param name="num_samples">How many draws.</param>
        /// <param name="replacement">Draws with replacement.</param>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            s_multinomial.Call(this, num_samples, replacement, generator);

        /// <summary>Poisson random numbers with the rates in this tensor.</summary>
        /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
        public Tensor poisson(Generator? generator = null) => s_poisson.Call(this, generator);
    }
}
