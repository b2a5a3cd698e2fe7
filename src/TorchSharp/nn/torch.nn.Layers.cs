using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Takes over a tensor as a trained parameter.</summary>
        /// <param name="data">Values; the object is empty afterwards.</param>
        /// <param name="requires_grad">True (default) to train it.</param>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) =>
            new(data, requires_grad);

        /// <summary>Affine map of the last dimension: [*, I] to [*, O].</summary>
        /// <param name="inputSize">Number of inputs I.</param>
        /// <param name="outputSize">Number of outputs O.</param>
        /// <param name="hasBias">True (default) for a bias.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, outputSize, hasBias, device, dtype);

        /// <summary>Affine map of the last dimension with given parameters.</summary>
        /// <param name="weight">Weight, [O, I].</param>
        /// <param name="bias">Bias, [O], or null.</param>
        public static Linear Linear(Parameter weight, Parameter? bias = null) =>
            new(weight, bias);

        /// <summary>Table of vectors: indices [*] to rows [*, D].</summary>
        /// <param name="num_embeddings">Number of rows V.</param>
        /// <param name="embedding_dims">Size of a row D.</param>
        /// <param name="padding_idx">Row that is zero and not trained; null for none.</param>
        /// <param name="max_norm">Rows that are looked up and have a larger norm are scaled down to it, in place; null for none.</param>
        /// <param name="norm_type">Order of that norm. Default 2.</param>
        /// <param name="scale_grad_by_freq">True to divide the gradient of a row by the number of its uses in the batch. Default false.</param>
        /// <param name="sparse">True for a sparse gradient. Default false.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static Embedding Embedding(
            long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            new(num_embeddings, embedding_dims, new(padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse), device, dtype);

        /// <summary>Table of given vectors.</summary>
        /// <param name="embeddings">Table, [V, D]; the object is empty afterwards.</param>
        /// <param name="freeze">True (default) not to train the table.</param>
        /// <param name="padding_idx">Row that is not trained; null for none.</param>
        /// <param name="max_norm">Rows that are looked up and have a larger norm are scaled down to it, in place; null for none.</param>
        /// <param name="norm_type">Order of that norm. Default 2.</param>
        /// <param name="scale_grad_by_freq">True to divide the gradient of a row by the number of its uses in the batch. Default false.</param>
        /// <param name="sparse">True for a sparse gradient. Default false.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static Embedding Embedding_from_pretrained(
            Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            new(new Parameter(embeddings.to(dtype ?? embeddings.dtype, device ?? embeddings.device), !freeze),
                new(padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse));

        /// <summary>In training mode sets elements to zero with a probability.</summary>
        /// <param name="p">Probability of zero, within 0 to 1. Default 0.5.</param>
        /// <param name="inplace">True to overwrite the input. Default false.</param>
        public static Dropout Dropout(double p = 0.5, bool inplace = false) =>
            new(p, inplace);

        /// <summary>Joins dimensions into one.</summary>
        /// <param name="start_dim">First joined dimension. Default 1.</param>
        /// <param name="end_dim">Last joined dimension. Default -1, the last.</param>
        public static Flatten Flatten(long start_dim = 1, long end_dim = -1) =>
            new(start_dim, end_dim);

        /// <summary>Passes its input on.</summary>
        public static Identity Identity() =>
            new();
    }
}
