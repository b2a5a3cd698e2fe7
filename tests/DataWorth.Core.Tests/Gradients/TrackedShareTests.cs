using DataWorth.Gradients;
using TorchSharp.Modules;

namespace DataWorth.Tests.Gradients;

/// <summary>How much of a model is tracked, and what is said when it is little.</summary>
public sealed class TrackedShareTests
{
    [Fact]
    public void ARecurrentModel_IsTrackedThroughItsHead_AndWarned()
    {
        using var model = new Recurrent();
        var modules = TrackedModules.Select(model, ModuleSelection.AllParameters);
        Assert.Equal(["head"], modules.Modules.Select(module => module.Name));
        Assert.Equal(((4 * 8 * (3 + 8)) + (2 * 4 * 8) + (3 * 8 * (8 + 8)) + (2 * 3 * 8) + (2 * 8) + 2), modules.Total);
        Assert.Equal(18.0 / modules.Total, modules.Share, 1e-15);
        Assert.Equal(
            "Only 2.1 % of the model's 866 parameters are tracked. Not tracked: lstm.weight_ih_l0, lstm.weight_hh_l0, "
                + "lstm.bias_ih_l0, lstm.bias_hh_l0 (LSTM cannot be tracked); gru.weight_ih_l0, gru.weight_hh_l0, gru.bias_ih_l0, "
                + "gru.bias_hh_l0 (GRU cannot be tracked).",
            modules.Warning
        );
    }

    [Fact]
    public void AModelThatIsMostlyTracked_IsNotWarned()
    {
        using var model = nn.Sequential(("fc", nn.Linear(8, 4)));
        var modules = TrackedModules.Select(model, new ModuleSelection());
        Assert.Equal(32.0 / 36, modules.Share, 1e-15);
        Assert.Null(modules.Warning);
    }

    [Fact]
    public void NoTrackedModuleAtAll_IsAnAnswerWhereItIsAskedFor()
    {
        using var model = nn.Sequential(("norm", nn.LayerNorm(4)));
        var modules = TrackedModules.Select(model, new ModuleSelection(), mayBeNone: true);
        Assert.Empty(modules.Modules);
        Assert.Equal(0, modules.Share);
        Assert.Equal(
            "Only 0 % of the model's 8 parameters are tracked. Not tracked: norm.weight, norm.bias (kind normalization not tracked (modules.kinds = "
                + "default)).",
            modules.Warning
        );
        Assert.Throws<ArgumentException>(() => TrackedModules.Select(model, new ModuleSelection()));
    }

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        [TorchSharp.Utils.ComponentName(Name = "lstm")]
        private readonly LSTM _lstm = nn.LSTM(3, 8);

        [TorchSharp.Utils.ComponentName(Name = "gru")]
        private readonly GRU _gru = nn.GRU(8, 8);

        [TorchSharp.Utils.ComponentName(Name = "head")]
        private readonly Linear _head = nn.Linear(8, 2);

        public Recurrent()
            : base(nameof(Recurrent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _head.call(_gru.call(_lstm.call(input).Item1).Item1);
    }
}
