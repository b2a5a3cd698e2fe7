using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Networks;

public class ModuleTreeTests
{
    [Fact]
    public void FieldsAreRegistered_UnderTheirNames_OrThoseOfTheAttribute_AndPropertiesAreNot()
    {
        using var model = new Small();
        Assert.Equal(["first.weight", "first.bias", "second.0.weight", "second.1.weight", "second.1.bias", "own_scale", "mean"], Names(model));
        Assert.Equal(["first", "second", "second.0", "second.1"], model.named_modules().Select(entry => entry.name));
        Assert.Equal(["first", "second"], model.named_children().Select(entry => entry.name));
        Assert.True(model.has_parameter("second.1.bias"));
        Assert.False(model.has_parameter("second.2.bias"));
        Assert.Same(model.First.bias, model.get_parameter("first.bias"));
        Assert.NotNull(model.get_buffer("mean"));

        static IEnumerable<string> Names(Module module)
        {
            var names = module.state_dict().Keys;
            return names.OrderBy(name => name.StartsWith("own", StringComparison.Ordinal) ? 1 : name == "mean" ? 2 : 0);
        }
    }

    [Fact]
    public void StateDictionary_OfLayers_HasTheNamesOfPyTorch()
    {
        using var model = Sequential(("conv", Conv2d(1, 2, 3)), ("norm", BatchNorm2d(2)), ("act", ReLU()));
        Assert.Equal(
            ["conv.weight", "conv.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"],
            model.state_dict().Keys);
        Assert.Equal(["conv.weight", "conv.bias", "norm.weight", "norm.bias"], model.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void BuffersThatAreNotPersistent_StayOutOfTheStateDictionary()
    {
        using var module = new Bare();
        module.register_buffer("cache", zeros([2]), persistent: false);
        module.register_buffer("kept", zeros([2]));
        Assert.Equal(["kept"], module.state_dict().Keys);
        Assert.Equal(["cache", "kept"], module.named_buffers().Select(entry => entry.name));
    }

    [Fact]
    public void ASharedParameter_IsListedOnce_ButHasAllItsKeys()
    {
        using var first = Linear(2, 2, hasBias: false);
        using var second = Linear(first.weight);
        using var model = Sequential(first, second);
        Assert.Single(model.parameters());
        Assert.Equal(["0.weight", "1.weight"], model.state_dict().Keys);
    }

    [Fact]
    public void LoadStateDict_CopiesValues_AndSaysWhichKeysDiffer()
    {
        using var source = Linear(3, 2);
        using var target = Linear(3, 2);
        target.load_state_dict(source.state_dict());
        Assert.Equal(source.weight.data<float>().ToArray(), target.weight.data<float>().ToArray());
        Assert.True(target.weight.requires_grad);

        var other = new Dictionary<string, Tensor> { ["weight"] = source.weight, ["scale"] = source.weight };
        var error = Assert.Throws<InvalidOperationException>(() => target.load_state_dict(other));
        Assert.Equal("The state dictionary does not fit the module: missing keys [bias], unexpected keys [scale].", error.Message);
        var (missing, unexpected) = target.load_state_dict(other, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["scale"], unexpected);
        target.load_state_dict(other, skip: ["bias", "scale"]);
    }

    [Fact]
    public void SaveAndLoad_KeepAllValues()
    {
        using var source = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2));
        using var target = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2));
        using var stream = new MemoryStream();
        source.save(stream);
        target.load(new MemoryStream(stream.ToArray()));
        foreach (var (key, value) in source.state_dict())
        {
            Assert.Equal(value.bytes.ToArray(), target.state_dict()[key].bytes.ToArray());
        }
        using var wrong = Linear(2, 2);
        var error = Assert.Throws<ArgumentException>(() => wrong.load(new MemoryStream(stream.ToArray())));
        Assert.Equal("The module has 2 tensors, the file 7. Load with strict: false to take those that fit.", error.Message);
    }

    [Fact]
    public void Registration_RefusesWrongNames()
    {
        using var module = new Bare();
        using var child = Identity();
        Assert.StartsWith("A module name cannot contain a dot, got 'a.b'.", Assert.Throws<ArgumentException>(() => module.register_module("a.b", child)).Message);
        Assert.StartsWith("A module name cannot be empty.", Assert.Throws<ArgumentException>(() => module.register_module("", child)).Message);
        module.register_module("a", child);
        Assert.Equal("Submodule 'a' is already registered.", Assert.Throws<InvalidOperationException>(() => module.register_module("a", child)).Message);
        module.register_buffer("b", zeros([1]));
        Assert.Equal("Buffer 'b' is already registered.", Assert.Throws<InvalidOperationException>(() => module.register_buffer("b", zeros([1]))).Message);
        module.register_parameter("p", Parameter(zeros([1])));
        Assert.Equal("Parameter 'p' is already registered.", Assert.Throws<InvalidOperationException>(() => module.register_parameter("p", Parameter(zeros([1])))).Message);
        Assert.Throws<ArgumentNullException>(() => module.register_parameter("q", null!));
    }

    [Fact]
    public void ModuleList_RegistersItsModules_AlsoThoseAddedLater()
    {
        using var model = new Listed();
        Assert.Equal(["items.0.weight", "items.1.weight"], model.state_dict().Keys);
        model.Items.Add(Linear(2, 2, hasBias: false));
        Assert.Equal(["items.0.weight", "items.1.weight", "items.2.weight"], model.state_dict().Keys);
        model.Items.RemoveAt(0);
        Assert.Equal(["items.0.weight", "items.1.weight"], model.state_dict().Keys);
        Assert.Equal(2, model.Items.Count);
    }

    [Fact]
    public void TrainAndEval_ReachEveryDescendant()
    {
        using var model = Sequential(Sequential(Dropout()), ReLU());
        Assert.True(model.training);
        model.eval();
        Assert.All(model.modules(), module => Assert.False(module.training));
        model.train();
        Assert.All(model.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Conversion_KeepsTheParameterObjects_AndTheirGradients()
    {
        using var module = BatchNorm2d(2);
        var weight = module.weight!;
        using var input = randn([4, 2, 3, 3]);
        using (var loss = module.call(input).sum()) loss.backward();
        Assert.Same(module, module.to(ScalarType.Float64));
        Assert.Same(weight, module.weight);
        Assert.Equal(ScalarType.Float64, weight.dtype);
        Assert.Equal(ScalarType.Float64, weight.grad!.dtype);
        Assert.Equal(ScalarType.Float64, module.running_mean!.dtype);
        Assert.Equal(ScalarType.Int64, module.num_batches_tracked!.dtype);
        Assert.True(weight.requires_grad && weight.is_leaf);
        using var wide = input.to(ScalarType.Float64);
        using var again = module.call(wide).sum();
        again.backward();
        Assert.Same(module, module.cpu());
    }

    [Fact]
    public void ZeroGrad_DropsOrClears()
    {
        using var module = Linear(2, 1);
        using var input = ones([3, 2]);
        using (var loss = module.call(input).sum()) loss.backward();
        module.zero_grad(set_to_none: false);
        Assert.Equal([0f, 0f], module.weight.grad!.data<float>().ToArray());
        module.zero_grad();
        Assert.Null(module.weight.grad);
    }

    [Fact]
    public void FrozenParameters_GetNoGradient()
    {
        using var module = Linear(2, 1);
        module.requires_grad_(false);
        using var input = ones([3, 2]).requires_grad_();
        using var loss = module.call(input).sum();
        loss.backward();
        Assert.Null(module.weight.grad);
        Assert.NotNull(input.grad);
    }

    [Fact]
    public void AParameter_TakesTheTensorOver()
    {
        using var data = ones([2]);
        using var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        using var frozen = Parameter(ones([2]), requires_grad: false);
        Assert.False(frozen.requires_grad);
    }

    [Fact]
    public void ParametersOutliveTheScopeOfTheirConstruction_AndDieWithTheModule()
    {
        Module<Tensor, Tensor> module;
        DisposeScopeManager.Statistics.Reset();
        using (NewDisposeScope()) module = Sequential(Linear(2, 3), BatchNorm2d(3), Embedding(3, 2));
        Assert.All(module.parameters(), parameter => Assert.False(parameter.IsInvalid));
        module.Dispose();
        module.Dispose();
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void WrongInput_RaisesLibtorchsMessage_AndTheModuleLivesOn()
    {
        using var module = Linear(3, 2);
        using var wrong = ones([2, 4]);
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => module.call(wrong));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x4 and 3x2)", error.Message);
        using var right = ones([2, 3]);
        using var output = module.call(right);
        Assert.Equal([2L, 2], output.shape);
    }

    [Fact]
    public void Apply_VisitsChildrenBeforeTheModule()
    {
        using var model = Sequential(ReLU(), Sequential(Tanh()));
        var names = new List<string>();
        model.apply(module => names.Add(module.GetName()));
        Assert.Equal(["ReLU", "Tanh", "Sequential", "Sequential"], names);
    }

#pragma warning disable IDE1006 // Fields named as the state dictionary names them: that is what is tested.
    private sealed class Small : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(2, 3);
        private readonly Sequential second = Sequential(Linear(3, 3, hasBias: false), Linear(3, 1));

        [ComponentName(Name = "own_scale")]
        private readonly Parameter _scale = Parameter(ones([1]));

        private readonly Tensor mean = zeros([1]);

        public Small() : base(nameof(Small)) => RegisterComponents();

        public Linear First => first;

        public override Tensor forward(Tensor input) => second.call(first.call(input)) * _scale + mean;
    }

    private sealed class Listed : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Linear> items = ModuleList(Linear(2, 2, hasBias: false), Linear(2, 2, hasBias: false));

        public Listed() : base(nameof(Listed)) => RegisterComponents();

        public ModuleList<Linear> Items => items;

        public override Tensor forward(Tensor input) => items.Aggregate(input, (value, item) => item.call(value));
    }

    private sealed class Bare() : Module(nameof(Bare));
}
