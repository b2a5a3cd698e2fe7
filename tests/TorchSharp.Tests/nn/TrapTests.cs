using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Networks;

/// <summary>What is easily got wrong with modules; hooks, scopes and errors have their own tests.</summary>
public class TrapTests
{
    [Fact]
    public void OutputsOfAFrozenModel_HaveAGraph_OnlyIfAHookMakesAnEarlyOutputRequireGradients()
    {
        using var scope = NewDisposeScope();
        var embedding = Embedding(5, 3);
        var model = Sequential(embedding, Linear(3, 2));
        model.requires_grad_(false);
        var tokens = tensor(new long[] { 1, 4 });
        Tensor? output = null;
        model[1].register_forward_hook((_, _, result) => { output = result.alias(); return result; });
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => autograd.grad([model.call(tokens).sum()], [output!]));
        Assert.Contains("does not require grad", error.Message);
        embedding.register_forward_hook((_, _, result) => result.requires_grad_());
        var gradient = autograd.grad([model.call(tokens).sum()], [output!])[0];
        Assert.Equal([1f, 1, 1, 1], gradient.data<float>().ToArray());
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void ModulesThatChangeNothing_ReturnAFreshObject()
    {
        using var scope = NewDisposeScope();
        var dropout = Dropout();
        dropout.eval();
        foreach (var module in new Module<Tensor, Tensor>[] { Identity(), dropout, Flatten(), Sequential(Array.Empty<Module<Tensor, Tensor>>()) })
        {
            var input = ones([2, 2]);
            var output = module.call(input);
            Assert.NotSame(input, output);
            output.Dispose();
            Assert.Equal(4, input.sum().item<float>());
        }
    }

    [Fact]
    public void AFieldThatIsSetAfterRegisterComponents_IsNotRegistered()
    {
        using var module = new Late();
        Assert.Empty(module.parameters());
    }

    [Fact]
    public void ModulesGivenToASequential_KeepTheirValuesAlive_OnlyByAlias()
    {
        using var scope = NewDisposeScope();
        Tensor? kept = null, lost = null;
        var first = Linear(2, 2);
        first.register_forward_hook((_, _, output) => { (kept, lost) = (output.alias(), output); return output; });
        Sequential(first, ReLU()).call(ones([1, 2]));
        Assert.False(kept!.IsInvalid);
        Assert.True(lost!.IsInvalid);
    }

    private sealed class Late : Module<Tensor, Tensor>
    {
        private readonly Linear? _inner;

        public Late() : base(nameof(Late))
        {
            RegisterComponents();
            _inner = Linear(2, 2);
        }

        public override Tensor forward(Tensor input) => _inner!.call(input);
    }
}
