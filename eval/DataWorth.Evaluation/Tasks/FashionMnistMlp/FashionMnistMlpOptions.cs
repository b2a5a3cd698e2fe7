namespace DataWorth.Evaluation.Tasks.FashionMnistMlp;

/// <summary>Options of the perceptron on Fashion-MNIST. The defaults are the literature's: 784-512-256-10 without biases, SGD of momentum
/// 0.9, rate 0.03, weight decay 1e-3, batches of 64, 20 epochs.</summary>
public sealed record FashionMnistMlpOptions : MlpTaskOptions;
