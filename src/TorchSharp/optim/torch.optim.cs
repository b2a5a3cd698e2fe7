using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers and learning-rate schedules.</summary>
    public static partial class optim
    {
        /// <summary>Stochastic gradient descent, optionally with momentum.</summary>
        /// <inheritdoc cref="Modules.SGD(IEnumerable{SGD.ParamGroup}, double, double, double, double, bool, bool)"/>
        public static SGD SGD(
            IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false) =>
            new([new SGD.ParamGroup(parameters)], learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        /// <summary>Stochastic gradient descent, optionally with momentum.</summary>
        /// <inheritdoc cref="Modules.SGD(IEnumerable{SGD.ParamGroup}, double, double, double, double, bool, bool)"/>
        public static SGD SGD(
            IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
            SGD(parameters.Select(entry => entry.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        /// <summary>Stochastic gradient descent, optionally with momentum, with options per group.</summary>
        /// <inheritdoc cref="Modules.SGD(IEnumerable{SGD.ParamGroup}, double, double, double, double, bool, bool)"/>
        public static SGD SGD(
            IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false) =>
            new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        /// <summary>Adam (Kingma and Ba 2015); weight decay is added to the gradient.</summary>
        /// <inheritdoc cref="Modules.Adam(IEnumerable{Adam.ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public static Adam Adam(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new([new Adam.ParamGroup(parameters)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>Adam (Kingma and Ba 2015); weight decay is added to the gradient.</summary>
        /// <inheritdoc cref="Modules.Adam(IEnumerable{Adam.ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public static Adam Adam(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            Adam(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>Adam (Kingma and Ba 2015) with options per group; weight decay is added to the gradient.</summary>
        /// <inheritdoc cref="Modules.Adam(IEnumerable{Adam.ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public static Adam Adam(
            IEnumerable<Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>AdamW (Loshchilov and Hutter 2019): weight decay acts on the parameters, not through the gradient.</summary>
        /// <inheritdoc cref="Modules.AdamW(IEnumerable{AdamW.ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public static AdamW AdamW(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new([new AdamW.ParamGroup(parameters)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>AdamW (Loshchilov and Hutter 2019): weight decay acts on the parameters, not through the gradient.</summary>
        /// <inheritdoc cref="Modules.AdamW(IEnumerable{AdamW.ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public static AdamW AdamW(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            AdamW(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>AdamW (Loshchilov and Hutter 2019) with options per group.</summary>
        /// <inheritdoc cref="Modules.AdamW(IEnumerable{AdamW.ParamGroup}, double, double, double, double, double, bool, bool)"/>
        public static AdamW AdamW(
            IEnumerable<AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
    }
}
