namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_crossEntropy = Operator.Find("aten::cross_entropy_loss");
            private static readonly Operator s_nllLoss = Operator.Find("aten::nll_loss_nd");
            private static readonly Operator s_mseLoss = Operator.Find("aten::mse_loss");
            private static readonly Operator s_l1Loss = Operator.Find("aten::l1_loss");
            private static readonly Operator s_binaryCrossEntropy = Operator.Find("aten::binary_cross_entropy_with_logits");

            /// <summary>−log softmax(logits)[target].</summary>
            /// <param name="input">Logits, [N, C, *].</param>
            /// <param name="target">Classes, [N, *] of type Int64, or probabilities, [N, C, *].</param>
            /// <param name="weight">Weight per class, [C]; null for equal weights.</param>
            /// <param name="ignore_index">Target that does not count. Default -100.</param>
            /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
            /// <param name="label_smoothing">Part of the target that is spread evenly, within 0 to 1. Default 0.</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0) =>
                s_crossEntropy.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>−logProbability[target].</summary>
            /// <param name="input">Log probabilities, [N, C, *].</param>
            /// <param name="target">Classes, [N, *], type Int64.</param>
            /// <param name="weight">Weight per class, [C]; null for equal weights.</param>
            /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
            /// <param name="ignore_index">Target that does not count. Default -100.</param>
            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, long ignore_index = -100) =>
                s_nllLoss.Call(input, target, weight, (long)reduction, ignore_index);

            /// <summary>(x − y)², joined.</summary>
            /// <param name="input">Input.</param>
            /// <param name="target">Target, same shape.</param>
            /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                s_mseLoss.Call(input, target, (long)reduction);

            /// <summary>|x − y|, joined.</summary>
            /// <param name="input">Input.</param>
            /// <param name="target">Target, same shape.</param>
            /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                s_l1Loss.Call(input, target, (long)reduction);

            /// <summary>−(y log σ(x) + (1 − y) log(1 − σ(x))), joined.</summary>
            /// <param name="input">Logits.</param>
            /// <param name="target">Targets within 0 to 1, same shape.</param>
            /// <param name="weight">Weight that is broadcast to the input, or null.</param>
            /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
            /// <param name="pos_weights">Weight of the positive targets, [C], or null.</param>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                s_binaryCrossEntropy.Call(input, target, weight, pos_weights, (long)reduction);
        }
    }
}
