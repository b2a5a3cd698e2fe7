using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Networks;

public class HookTests
{
    [Fact]
    public void HooksRunInCall_AndNotInForward()
    {
        using var scope = NewDisposeScope();
        var module = Linear(2, 2);
        var (before, after, actionsBefore, actionsAfter) = (0, 0, 0, 0);
        module.register_forward_pre_hook((_, input) => { before++; return input; });
        module.register_forward_hook((_, _, output) => { after++; return output; });
        module.register_forward_pre_hook((Module _) => actionsBefore++);
        module.register_forward_hook((Module _) => actionsAfter++);
        var input = ones([1, 2]);
        module.forward(input);
        Assert.Equal((0, 0, 0, 0), (before, after, actionsBefore, actionsAfter));
        module.call(input);
        Assert.Equal((1, 1, 1, 1), (before, after, actionsBefore, actionsAfter));
    }

    [Fact]
    public void AValueThatAHookReturns_ReplacesInputAndOutput_AndNullLeavesThem()
    {
        using var scope = NewDisposeScope();
        var module = Identity();
        module.register_forward_pre_hook((_, input) => input + 1);
        module.register_forward_pre_hook((_, _) => null!);
        module.register_forward_hook((_, input, output) =>
        {
            Assert.Equal(2, input.item<float>());
            return output * 10;
        });
        module.register_forward_hook((_, _, _) => null!);
        Assert.Equal(20, module.call(tensor(1f)).item<float>());
    }

    [Fact]
    public void HooksRunInOrderOfRegistration_AndARemovedHookIsSilent()
    {
        using var scope = NewDisposeScope();
        var module = Identity();
        var order = new List<int>();
        Note(1);
        var second = Note(2);
        Note(3);
        module.call(tensor(1f));
        second.remove();
        second.remove();
        module.call(tensor(1f));
        Assert.Equal([1, 2, 3, 1, 3], order);

        HookableModule<Func<Module<Tensor, Tensor>, Tensor, Tensor>, Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover Note(int number) =>
            module.register_forward_hook((_, _, output) => { order.Add(number); return output; });
    }

    [Fact]
    public void AHookMayRemoveItself()
    {
        using var scope = NewDisposeScope();
        var module = Identity();
        var count = 0;
        HookableModule<Func<Module<Tensor, Tensor>, Tensor, Tensor>, Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover? remover = null;
        remover = module.register_forward_hook((_, _, output) => { count++; remover!.remove(); return output; });
        module.call(tensor(1f));
        module.call(tensor(1f));
        Assert.Equal(1, count);
    }

    [Fact]
    public void TheHookOfAModuleInASequential_SeesInputAndOutput_AndKeepsThemByAlias()
    {
        using var scope = NewDisposeScope();
        var inner = Linear(2, 3);
        var model = Sequential(ReLU(), inner, ReLU());
        Tensor? seenInput = null, seenOutput = null;
        inner.register_forward_hook((module, input, output) =>
        {
            Assert.Same(inner, module);
            (seenInput, seenOutput) = (input.alias(), output.alias());
            return output;
        });
        var result = model.call(tensor(new[] { -1f, 2f }, [1, 2]));
        Assert.Equal([0f, 2f], seenInput!.data<float>().ToArray());
        Assert.Equal(result.data<float>().ToArray(), seenOutput!.relu().data<float>().ToArray());
        // The gradient with respect to the output of the module: what attribution needs instead of Tensor.register_hook.
        var gradient = autograd.grad([result.sum()], [seenOutput])[0];
        Assert.Equal((seenOutput > 0).to(ScalarType.Float32).data<float>().ToArray(), gradient.data<float>().ToArray());
    }

    [Fact]
    public void ModulesOfTwoAndThreeInputs_RunTheirHooks()
    {
        using var scope = NewDisposeScope();
        var two = new Sum2();
        two.register_forward_pre_hook((_, x, y) => (x * 2, y));
        two.register_forward_pre_hook((_, _, _) => null);
        two.register_forward_hook((_, x, _, output) => output + x);
        Assert.Equal(2 + 5 + 2, two.call(tensor(1f), tensor(5f)).item<float>());
        Assert.Equal(6, two.forward(tensor(1f), tensor(5f)).item<float>());
        var three = new Sum3();
        three.register_forward_pre_hook((_, x, y, z) => (x, y, z * 10));
        three.register_forward_hook((_, _, _, _, output) => -output);
        Assert.Equal(-(1 + 2 + 30), three.call(tensor(1f), tensor(2f), tensor(3f)).item<float>());
    }

    private sealed class Sum2() : Module<Tensor, Tensor, Tensor>(nameof(Sum2))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => input1 + input2;
    }

    private sealed class Sum3() : Module<Tensor, Tensor, Tensor, Tensor>(nameof(Sum3))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) => input1 + input2 + input3;
    }
}
