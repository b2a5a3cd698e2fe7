using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>−log softmax(logits)[target].</summary>
        /// <param name="weight">Weight per class, [C]; null for equal weights.</param>
        /// <param name="ignore_index">Target that does not count; null for -100.</param>
        /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
        public static CrossEntropyLoss CrossEntropyLoss(
            Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
            new(weight, ignore_index, reduction);

        /// <summary>−logProbability[target].</summary>
        /// <param name="weight">Weight per class, [C]; null for equal weights.</param>
        /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
        public static NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
            new(weight, reduction);

        /// <summary>(x − y)², joined.</summary>
        /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
        public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) =>
            new(reduction);

        /// <summary>|x − y|, joined.</summary>
        /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
        public static L1Loss L1Loss(Reduction reduction = Reduction.Mean) =>
            new(reduction);

        /// <summary>Binary cross entropy of logits and targets within 0 to 1.</summary>
        /// <param name="weight">Weight per class, [C]; null for equal weights.</param>
        /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
        /// <param name="pos_weights">Weight of the positive targets, [C]; null for 1.</param>
        public static BCEWithLogitsLoss BCEWithLogitsLoss(
            Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
            new(weight, reduction, pos_weights);
    }
}
