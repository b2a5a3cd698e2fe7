using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

/// <summary>A small convolutional network, [B, 1, 8, 8] to [B, 4]. DataWorth sees layers that are used through <c>call</c>.</summary>
sealed class ShapeNet : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = nn.Conv2d(1, 8, 3, padding: 1);
    private readonly Conv2d conv2 = nn.Conv2d(8, 16, 3, padding: 1);
    private readonly Linear head = nn.Linear(16 * 2 * 2, 4);

    public ShapeNet()
        : base(nameof(ShapeNet)) => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.max_pool2d(conv1.call(images).relu(), 2);
        x = nn.functional.max_pool2d(conv2.call(x).relu(), 2);
        return head.call(x.flatten(1)).MoveToOuterDisposeScope();
    }
}
