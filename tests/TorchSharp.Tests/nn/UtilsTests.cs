using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Networks;

public class UtilsTests
{
    [Fact]
    public void ClipGradNorm_ScalesAllGradientsTogether_OnlyIfTheyAreTooLong()
    {
        using var first = Parameter(zeros([2], ScalarType.Float64));
        using var second = Parameter(zeros([1], ScalarType.Float64));
        using var without = Parameter(zeros([1], ScalarType.Float64));
        first.grad = tensor(new[] { 3.0, 0 });
        second.grad = tensor(new[] { 4.0 });
        Assert.Equal(5, utils.clip_grad_norm_([first, second, without], 10), 1e-12);
        Assert.Equal(4, second.grad!.item<double>());
        Assert.Equal(5, utils.clip_grad_norm_([first, second, without], 1), 1e-12);
        Assert.Equal(0.6, first.grad![0].item<double>(), 1e-6);
        Assert.Equal(0.8, second.grad!.item<double>(), 1e-6);
        Assert.Equal(0.8, utils.clip_grad_norm_([first, second], 100, double.PositiveInfinity), 1e-6);
        utils.clip_grad_value_([first, second], 0.7);
        Assert.Equal(0.7, second.grad!.item<double>(), 1e-12);
        Assert.Equal(0, utils.clip_grad_norm_([without], 1));
    }

    [Fact]
    public void VectorAndParameters_AreInverse()
    {
        using var module = Linear(3, 2);
        using var vector = utils.parameters_to_vector(module.parameters());
        Assert.Equal([8L], vector.shape);
        using var changed = vector.detach() + 1;
        utils.vector_to_parameters(changed, module.parameters());
        using var again = utils.parameters_to_vector(module.parameters());
        Assert.Equal(changed.data<float>().ToArray(), again.detach().data<float>().ToArray());
    }
}
