using System.Numerics;
using System.Runtime.InteropServices;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Trains a perceptron without biases by SGD, with its gradients written out: what <see cref="Trainer"/> computes, without
/// autograd.</summary>
/// <remarks>
/// With activations h_0 = x, h_l = relu(h_(l-1) W_l^T), logits z = h_(L-1) W_L^T and B examples a step:
/// d_L = (softmax(z) - onehot(y)) / B, d_(l-1) = (d_l W_l) * [h_(l-1) > 0], v_l = momentum v_l + d_l^T h_(l-1) + decay W_l, W_l = W_l -
/// rate v_l.
/// The product d^T h is added to the momentum in place, and decay and step are one pass over the weights. It differs from
/// <see cref="Trainer"/> by rounding only.
/// </remarks>
internal sealed class PerceptronTraining : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TensorDataset _data;
    private readonly Tensor _inputs;
    private readonly Tensor[] _weights;
    private readonly Tensor[] _transposed;
    private readonly Tensor[] _momenta;

    private PerceptronTraining(Mlp model, TensorDataset data, TrainingOptions options)
    {
        _options = options;
        _data = data;
        _inputs = data.Inputs.flatten(1); // [N, I]
        _weights = [.. model.parameters()];
        _transposed = [.. _weights.Select(weight => weight.t())];
        _momenta = [.. _weights.Select(weight => zeros(weight.shape))];
    }

    /// <summary>Whether this class can train a model.</summary>
    public static bool CanTrain(NetworkOptions network, TrainingOptions options) =>
        network is MlpOptions { HasBias: false } && options is { Optimizer: OptimizerKind.Sgd, Schedule: LearningRateSchedule.Constant };

    /// <summary>Trains a model in place.</summary>
    /// <exception cref="TrainingDivergedException">A weight is not finite.</exception>
    public static void Train(Mlp model, TensorDataset data, TrainingOptions options, CancellationToken cancellationToken)
    {
        using var unused = no_grad();
        using var scope = NewDisposeScope();
        using var training = new PerceptronTraining(model, data, options);
        training.Run(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_inputs, .. _transposed, .. _momenta])
        {
            tensor.Dispose();
        }
    }

    private void Run(CancellationToken cancellationToken)
    {
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            using var order = tensor(EpochOrder.Shuffle(_data.Rows, _options.Seed, epoch));
            for (long start = 0; start < _data.Count; start += _options.BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                Step(order.narrow(0, start, Math.Min(_options.BatchSize, _data.Count - start)));
            }

            CheckFinite(epoch);
        }
    }

    private void Step(Tensor rows)
    {
        var last = _weights.Length - 1;
        var activations = new Tensor[_weights.Length + 1];
        activations[0] = _inputs.index_select(0, rows); // [B, I]
        for (var layer = 0; layer <= last; layer++)
        {
            activations[layer + 1] = activations[layer].matmul(_transposed[layer]);
            if (layer < last)
            {
                activations[layer + 1].relu_();
            }
        }

        var delta = nn.functional.softmax(activations[last + 1], 1); // [B, C]
        var classes = _data.Targets.index_select(0, rows).unsqueeze(1); // [B, 1]
        delta.scatter_add_(1, classes, full(classes.shape, -1f)).mul_(1f / rows.shape[0]);
        for (var layer = last; layer >= 0; layer--)
        {
            var below = layer == 0 ? null : delta.matmul(_weights[layer]).mul_(activations[layer].gt(0));
            _momenta[layer].addmm_(delta.t(), activations[layer], beta: (float)_options.Momentum);
            Update(_momenta[layer], _weights[layer], (float)_options.WeightDecay, (float)_options.LearningRate);
            delta = below!;
        }
    }

    private static void Update(Tensor momentum, Tensor weight, float decay, float rate)
    {
        var velocities = MemoryMarshal.Cast<byte, float>(momentum.bytes);
        var values = MemoryMarshal.Cast<byte, float>(weight.bytes);
        var wideVelocities = MemoryMarshal.Cast<float, Vector<float>>(velocities);
        var wideValues = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var index = 0; index < wideValues.Length; index++)
        {
            var velocity = wideVelocities[index] + (decay * wideValues[index]);
            wideVelocities[index] = velocity;
            wideValues[index] -= rate * velocity;
        }

        for (var index = wideValues.Length * Vector<float>.Count; index < values.Length; index++)
        {
            velocities[index] += decay * values[index];
            values[index] -= rate * velocities[index];
        }
    }

    private void CheckFinite(int epoch)
    {
        foreach (var weight in _weights)
        {
            using var sum = weight.sum();
            if (!float.IsFinite(sum.item<float>()))
            {
                Throw.WeightsDiverged(epoch + 1, _options.LearningRate);
            }
        }
    }
}
